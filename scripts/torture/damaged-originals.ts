import { cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { RunningBackend } from '../../test/support/backend.ts'
import { type Library, originals, row, start, withLibrary } from './damaged-library.ts'
import { sha256Of } from './ledger.ts'
import { type Plan, portion, type Row, tally } from './plan.ts'

/** Damaged originals: what is wrong is never served as right, and the right file mends it. */
export const damagedOriginals = (plan: Plan): Promise<Row[]> =>
  withLibrary(async (library) => {
    const rows: Row[] = []
    for (const [scenario, spoil] of Object.entries(originalsSpoiled))
      rows.push(await spoiledOriginals({ scenario, spoil, library, plan }))
    return rows
  })

const originalsSpoiled: Record<string, (path: string, random: () => number) => void> = {
  'a flipped bit in an original': (path, random) => {
    const bytes = readFileSync(path)
    const at = Math.floor(random() * bytes.length)
    bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8))
    writeFileSync(path, bytes)
  },
  'a truncated original': (path, random) => truncateSync(path, Math.floor(random() * statSync(path).size)),
}

type Spoiled = {
  scenario: string
  spoil: (path: string, random: () => number) => void
  library: Library
  plan: Plan
}

/** Wrong bytes are not served as right ones, an export does not carry them, and the right file mends them. */
const spoiledOriginals = async ({ scenario, spoil, library, plan }: Spoiled): Promise<Row> => {
  const { whole, copy, files } = library
  cpSync(whole, copy, { recursive: true, preserveTimestamps: true })
  const wrong = tally()
  const unmended = tally()
  const spoiled = originals(copy).slice(0, portion(plan, files.length))
  for (const path of spoiled) spoil(path, plan.random)
  const hashes = new Set(spoiled.map((path) => basename(path)))
  try {
    await using backend = await start(copy)
    const { documents, workspaceId } = await inside(backend)
    const concerned = documents.filter(({ sha256 }) => hashes.has(sha256))
    for (const { id } of concerned) if (!(await servesNothingWrong(backend, id))) wrong.add('served with wrong bytes')
    const exported = await backend.request(`/api/workspaces/${workspaceId}/export`)
    const isWhole = await exported.bytes().then(
      () => exported.ok,
      () => false,
    )
    if (isWhole) wrong.add('an export with damaged originals ended well')
    const again = files.filter(([, content]) => hashes.has(sha256Of(content)))
    await backend.upload(workspaceId, ...again)
    for (const { id, sha256 } of concerned) {
      const response = await backend.request(`/api/documents/${id}/content`)
      const bytes = await response.bytes().catch(() => undefined)
      if (!response.ok || !bytes || sha256Of(bytes) !== sha256) unmended.add('not mended by the right file')
    }
    return row(scenario, spoiled.length, unmended, wrong)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const inside = async (backend: RunningBackend) => {
  const [workspace] = await backend.json<{ id: string }[]>('/api/workspaces')
  if (!workspace) throw new Error('The workspace is gone.')
  return { workspaceId: workspace.id, documents: await backend.documents(workspace.id) }
}

const servesNothingWrong = async (backend: RunningBackend, id: string): Promise<boolean> => {
  const response = await backend.request(`/api/documents/${id}/content`)
  const isWhole = await response.bytes().then(
    () => true,
    () => false,
  )
  return !response.ok || !isWhole
}
