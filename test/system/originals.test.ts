import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import type { Condition } from '../../extensions/backend/src/shared/contract/condition.ts'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { Folder } from '../../extensions/backend/src/shared/contract/folders.ts'
import type { Recovered, Recovery } from '../../extensions/backend/src/shared/contract/recovery.ts'
import type { SearchResult } from '../../extensions/backend/src/shared/contract/search.ts'
import type { Workspace } from '../../extensions/backend/src/shared/contract/workspaces.ts'
import { backends, isPacked, startBackend } from '../support/backend.ts'
import type { ApiClient, File } from '../support/client.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startLoneServer } from '../support/lone-server.ts'
import { originalsIn, placeOf } from '../support/originals.ts'
import { until } from '../support/until.ts'

const command = isPacked ? backends.packed : backends.source
const start = (dataDir: string) => startBackend({ dataDir, command })

const files: File[] = Array.from({ length: 12 }, (_, n) => [
  `Berths/Berth ${n}.md`,
  `# Berth ${n}\n\nThe fee of berth number ${n} is ${n * 17} euros. Its colour is tone${n}x.\n`,
])

/** A data directory in which a server took in the files and two folders, and was stopped. */
const seeded = async () => {
  const folder = temporaryFolder()
  const dataDir = join(folder, 'data')
  await using backend = await start(dataDir)
  const { id } = await backend.workspace('Harbour')
  await backend.add(id, ...files.slice(0, 9))
  const copy = join(folder, 'copy.db')
  new DatabaseSync(join(dataDir, 'aios.db'), { readOnly: true }).exec(`VACUUM INTO '${copy}'`)
  await backend.add(id, ...files.slice(9))
  for (const mode of ['copy', 'in-place']) {
    const path = join(folder, mode)
    mkdirSync(path)
    writeFileSync(join(path, 'Lantern.md'), `# Lantern\n\nThe lantern of the folder ${mode} burns oil.\n`)
    await backend.post(`/api/workspaces/${id}/folders`, { path, mode })
  }
  const documents = await settled(backend, id, files.length + 2)
  await until(
    () => backend.json<Folder[]>(`/api/workspaces/${id}/folders`),
    (all) => all.every(({ status }) => status === 'in-step'),
  )
  return { dataDir, id, documents, copy, originals: originalsIn(dataDir).toSorted() }
}

const settled = (client: Pick<ApiClient, 'documents'>, workspaceId: string, count: number) =>
  until(
    () => client.documents(workspaceId),
    (all) => all.length === count && all.every(({ status }) => status === 'ready'),
    { limit: 90_000 },
  )

const removeDatabase = (dataDir: string) => {
  for (const name of ['aios.db', 'aios.db-wal', 'aios.db-shm']) rmSync(join(dataDir, name), { force: true })
}

const facts = (documents: readonly Document[]) =>
  documents.map(({ progress: _, modifiedAt: __, ...document }) => document).toSorted((a, b) => a.id.localeCompare(b.id))

const losses: [string, (data: Awaited<ReturnType<typeof seeded>>) => void | Promise<void>, string][] = [
  ['deleted', ({ dataDir }) => removeDatabase(dataDir), 'new'],
  [
    'emptied to 0 bytes',
    ({ dataDir }) => {
      removeDatabase(dataDir)
      writeFileSync(join(dataDir, 'aios.db'), '')
    },
    'new',
  ],
  [
    'replaced by an older copy',
    ({ dataDir, copy }) => {
      removeDatabase(dataDir)
      cpSync(copy, join(dataDir, 'aios.db'))
    },
    'older',
  ],
  [
    "replaced by another folder's",
    async ({ dataDir }) => {
      const other = join(temporaryFolder(), 'data')
      await using backend = await start(other)
      await backend.add((await backend.workspace('Elsewhere')).id, ['other.md', '# Other\n\nSomething else.\n'])
      await backend.stop()
      removeDatabase(dataDir)
      cpSync(join(other, 'aios.db'), join(dataDir, 'aios.db'))
    },
    'foreign',
  ],
]

describe.each(losses)('a database that was %s', (_, lose, reason) => {
  it('takes no original with it, and is made again', { timeout: 240_000 }, async () => {
    const data = await seeded()
    await lose(data)
    const { dataDir, id } = data
    await using backend = await start(dataDir)
    const status = () => backend.json<Recovery>('/api/storage/recovery')
    const { problems } = await until(
      () => backend.json<Condition>('/api/condition'),
      (condition) => condition.problems.length > 0,
    )
    const lost = reason === 'older' ? files.length + 2 - 9 : files.length + 2
    expect(problems).toMatchObject([{ code: 'originals.unknown', action: 'recover' }])
    expect(problems[0]?.message).toContain(`is missing ${lost} documents`)
    expect(await status()).toMatchObject({
      doubt: { reason },
      isOpen: true,
      missing: { documents: lost, workspaces: reason === 'older' ? 0 : 1, folders: 2, files: 0 },
      unclaimed: [],
    })
    await delay(1500) // the sweep of a start has run
    const left = originalsIn(dataDir)
    expect(data.originals.filter((name) => !left.includes(name))).toEqual([])
    for (const [name, text] of files) {
      const { sha256 } = data.documents.find((each) => name.endsWith(each.name)) as Document
      expect(readFileSync(placeOf(dataDir, sha256), 'utf8')).toBe(text)
    }

    const recovered = await backend.postJson<Recovered>('/api/storage/recovery/recover')
    expect(recovered).toEqual({
      documents: lost,
      workspaces: reason === 'older' ? 0 : 1,
      folders: 2,
      setAside: 0,
    })
    expect(facts(await settled(backend, id, files.length + 2))).toEqual(facts(data.documents))
    const found = await backend.json<SearchResult>(`/api/workspaces/${id}/search?q=tone11x`)
    expect(found.hits.map(({ documentName }) => documentName)).toEqual(['Berth 11.md'])
    await until(
      () => backend.json<Folder[]>(`/api/workspaces/${id}/folders`),
      (all) => all.length === 2 && all.every(({ status, files: count }) => status === 'in-step' && count === 1),
    )

    expect(await backend.json<Condition>('/api/condition')).toEqual({ problems: [] })
    expect(await backend.postJson('/api/storage/recovery/recover')).toMatchObject({ documents: 0, workspaces: 0 })
    expect(facts(await backend.documents(id))).toEqual(facts(data.documents))
    const [workspace] = (await backend.json<Workspace[]>('/api/workspaces')).filter((each) => each.id === id)
    expect(workspace).toMatchObject({ name: 'Harbour', documents: files.length + 2 })
    await backend.stop()
    await using again = await start(dataDir)
    await delay(1500)
    expect(await again.json('/api/storage/recovery')).toMatchObject({ isOpen: false, missing: { documents: 0 } })
    expect(facts(await again.documents(id))).toEqual(facts(data.documents))
    expect(await again.json<Condition>('/api/condition')).toEqual({ problems: [] })
  })
})

it('servers that are killed while they take in files alarm nobody, and lose nothing of what they answered for', {
  timeout: 240_000,
}, async () => {
  const dataDir = join(temporaryFolder(), 'data')
  const sure: string[] = []
  let id = ''
  for (let round = 0; round < 10; round++) {
    const server = await startLoneServer(dataDir)
    id ||= (await server.workspace()).id
    let [isKilled, answered] = [false, 0]
    const send = async (line: number) => {
      for (let n = 0; !isKilled; n++) {
        const name = `${round}-${line}-${n}.md`
        const response = await server.upload(id, [name, `# ${name}\n\nOf round ${round}.\n`]).catch(() => undefined)
        if (!response?.ok) continue
        sure.push(name)
        answered++
      }
    }
    const sending = [0, 1].map(send)
    await until(() => answered > 2)
    await delay(Math.random() * 200)
    await server.kill()
    isKilled = true
    await Promise.all(sending)
    expect(existsSync(join(dataDir, 'blobs/doubt.json')), `after round ${round}`).toBe(false)
  }
  await using server = await startLoneServer(dataDir)
  expect(await server.json('/api/storage/recovery')).toMatchObject({ isOpen: false, unclaimed: [] })
  expect(await server.json<Condition>('/api/condition')).toEqual({ problems: [] })
  const names = (await server.documents(id)).map(({ name }) => name)
  expect(sure.filter((name) => !names.includes(name))).toEqual([])
})

it('two instances write one catalogue, from which all that both took in is made again', {
  timeout: 120_000,
}, async () => {
  const dataDir = join(temporaryFolder(), 'data')
  let id = ''
  const names: string[] = []
  {
    await using one = await start(dataDir)
    await using two = await start(dataDir)
    id = (await one.workspace()).id
    const send = async (client: Pick<ApiClient, 'upload'>, who: string) => {
      for (let n = 0; n < 25; n++) {
        names.push(`${who} ${n}.md`)
        const sent = await client.upload(id, [`${who} ${n}.md`, `# ${who} ${n}\n\nA page of ${who}.\n`])
        expect(sent.status).toBe(202)
      }
    }
    await Promise.all([send(one, 'one'), send(two, 'two')])
  }
  expect(existsSync(join(dataDir, 'blobs/doubt.json'))).toBe(false)
  removeDatabase(dataDir)
  await using backend = await start(dataDir)
  expect(await backend.postJson('/api/storage/recovery/recover')).toMatchObject({ documents: 50, workspaces: 1 })
  const documents = await settled(backend, id, 50)
  expect(documents.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
})

const disk = mkdtempSync(join(tmpdir(), 'aios-disk-'))
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status === 0
const why = canMount ? '' : ' (skipped: this user may not mount a small disk)'
afterAll(() => {
  spawnSync('umount', ['-l', disk])
  rmSync(disk, { recursive: true, force: true })
})

it.skipIf(!canMount)(
  `where the catalogue cannot grow, an upload is refused and leaves no trace${why}`,
  {
    timeout: 120_000,
  },
  async () => {
    const dataDir = join(temporaryFolder(), 'data')
    mkdirSync(dataDir)
    symlinkSync(disk, join(dataDir, 'blobs'))
    await using backend = await start(dataDir)
    const { id } = await backend.workspace()
    expect((await backend.upload(id, ['first.md', ''])).status).toBe(202)
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=4k'])
    const taken = ['first.md']
    let refused: Response | undefined
    for (let n = 0; !refused && n < 100; n++) {
      // All of the same bytes, so that nothing is to be stored but a line of the catalogue.
      const response = await backend.upload(id, [`empty ${n}.md`, ''])
      if (response.ok) taken.push(`empty ${n}.md`)
      else refused = response
    }
    expect(refused?.status).toBe(507)
    expect(await refused?.json()).toMatchObject({ error: { code: 'storage.full' } })
    expect((await backend.documents(id)).map(({ name }) => name).toSorted()).toEqual(taken.toSorted())
    expect(originalsIn(dataDir).filter((name) => name !== 'filler')).toHaveLength(1)
    rmSync(join(disk, 'filler'))
    expect((await backend.upload(id, ['last.md', ''])).status).toBe(202)
    const lines = readFileSync(join(disk, 'catalogue.jsonl'), 'utf8').trimEnd().split('\n')
    const entries = lines.map((line) => JSON.parse(line) as { kind?: string; name?: string })
    const named = entries.filter(({ kind }) => kind === 'document').map(({ name }) => name)
    expect(new Set(named)).toEqual(new Set([...taken, 'last.md']))
  },
)
