import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { backends, type RunningBackend, startBackend } from '../../test/support/backend.ts'
import type { File } from '../../test/support/client.ts'
import { sha256Of } from './ledger.ts'
import type { Row, Tally } from './plan.ts'

const size = 40
const longAgo = new Date('2025-01-01')

/** A data folder with documents that were read, to be copied and damaged. */
export type Library = {
  /** Where it is, whole. */
  whole: string
  /** Where a copy of it is damaged. */
  copy: string
  files: readonly File[]
}

/** Makes a library for `use`, and removes it after. */
export const withLibrary = async <T>(use: (library: Library) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'aios-torture-'))
  const whole = join(folder, 'whole')
  const partsOf = (n: number) =>
    Array.from({ length: 40 }, (_, part) => `# Berth ${n}, part ${part}\n\nThe fee is ${n * part} euros.`)
  const files = Array.from({ length: size }, (_, n): File => [`berth ${n}.md`, partsOf(n).join('\n\n')])
  try {
    await make(whole, files)
    return await use({ whole, copy: join(folder, 'copy'), files })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const start = (dataDir: string): Promise<RunningBackend> =>
  startBackend({ command: backends.packed, dataDir, env: { PATH: '', AIOS_KEY_STORE: 'file' } })

const make = async (dataDir: string, files: readonly File[]) => {
  await using backend = await start(dataDir)
  const { id } = await backend.workspace('Damaged')
  const documents = await backend.add(id, ...files)
  if (documents.some(({ status }) => status !== 'ready')) throw new Error('The library could not be made.')
  // What has just come is swept by nobody.
  for (const path of originals(dataDir)) utimesSync(path, longAgo, longAgo)
}

/** Paths of all originals, wherever below `blobs` they are. */
export const originals = (dataDir: string): string[] =>
  readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))

/** How many of the files that were there are nowhere any more, under whatever name. */
export const goneFrom = (dataDir: string, hashes: ReadonlySet<string>): number => {
  const all = readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true })
  const there = new Set(
    all.filter((entry) => entry.isFile()).map(({ parentPath, name }) => sha256Of(readFileSync(join(parentPath, name)))),
  )
  return [...hashes].filter((hash) => !there.has(hash)).length
}

export const hashesOf = (dataDir: string) => new Set(originals(dataDir).map((path) => basename(path)))

export const row = (scenario: string, tried: number, lost: Tally, failed: Tally): Row => ({
  scenario,
  tried,
  lost: lost.size,
  failed: failed.size,
  note: [lost.words(), failed.words()].filter(Boolean).join('; '),
})
