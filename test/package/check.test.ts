import { execFile } from 'node:child_process'
import { mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Condition } from '../../extensions/backend/src/shared/contract/condition.ts'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { DataReport } from '../../extensions/backend/src/storage/database/data-check.ts'
import { backends, isPacked, startBackend } from '../support/backend.ts'
import { flip } from '../support/flip.ts'
import { temporaryFolder } from '../support/folder.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'

const ways: [string, readonly string[], boolean][] = [
  ['from source', backends.source, true],
  ['from the packed executable', backends.packed, isPacked],
]

describe.each(ways)('check, %s', (_, command, isThere) => {
  const [program, ...script] = command as [string, ...string[]]
  const run = (dataDir: string, ...args: string[]) =>
    new Promise<{ code: number; said: string; complained: string }>((resolve) => {
      const env = { PATH: '', AIOS_DATA_DIR: dataDir }
      const child = execFile(program, [...script, 'check', ...args], { env }, (_error, said, complained) =>
        resolve({ code: child.exitCode ?? -1, said, complained }),
      )
    })
  const inJson = async (dataDir: string, ...args: string[]) => {
    const { code, said } = await run(dataDir, '--json', ...args)
    return { code, report: JSON.parse(said) as DataReport }
  }
  /** Every file with its time, besides what SQLite keeps beside a database that is read. */
  const state = (dataDir: string) =>
    (readdirSync(dataDir, { recursive: true }) as string[])
      .filter((name) => !/-(wal|shm)$|^logs/.test(name))
      .map((name) => [name, statSync(join(dataDir, name)).mtimeMs])

  test.skipIf(!isThere)('finds damage beside a running server, writes nothing, and repairs what it can', async () => {
    await using backend = await startBackend({ command, dataDir: temporaryFolder(), env: { PATH: '' } })
    const { dataDir } = backend
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'followed.md'), `${permit}\nThe lamp is lit at dusk.`)
    const { id } = await backend.workspace('Harbour')
    await backend.post(`/api/workspaces/${id}/folders`, { path: folder, mode: 'copy' })
    const [alone] = (await backend.add(id, ['alone.txt', 'Every boat must carry a radio.'])) as [Document]
    const documents = await until(
      () => backend.documents(id),
      (all) => all.length === 2 && all.every(({ status }) => status === 'ready'),
    )
    const followed = documents.find(({ name }) => name === 'followed.md') as Document
    expect(await run(dataDir)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/Database +undamaged\nOriginals +2 checked/),
    })

    const blobOf = ({ sha256 }: Document) => join(dataDir, 'blobs', sha256.slice(0, 2), sha256)
    flip(blobOf(alone))
    rmSync(blobOf(followed))
    const before = state(dataDir)
    const found = await run(dataDir)
    expect(state(dataDir)).toEqual(before)
    expect(found.code).toBe(1)
    expect(found.said).toMatch(/damaged +alone\.txt \(Harbour\)/)
    expect(found.said).toMatch(/missing +followed\.md \(Harbour\)/)
    expect(found.said).toContain('--repair')

    const repaired = await inJson(dataDir, '--repair')
    expect(repaired).toMatchObject({
      code: 1,
      report: {
        database: { status: 'sound', faults: [] },
        originals: {
          checked: 2,
          repaired: [{ sha256: followed.sha256, fault: 'missing' }],
          faulty: [{ sha256: alone.sha256, fault: 'damaged', holders: [{ name: 'alone.txt', workspace: 'Harbour' }] }],
        },
      },
    })
    expect(readFileSync(blobOf(followed), 'utf8')).toContain('The lamp is lit at dusk.')
    // Again where the connection was closed meanwhile, as nothing was said for a while.
    await until(() => backend.add(id, ['alone.txt', 'Every boat must carry a radio.']).catch(() => undefined))
    expect((await inJson(dataDir, '--repair')).code).toBe(0)
    await until(
      () => backend.json<Condition>('/api/condition').catch(() => undefined),
      (condition) => condition?.problems.length === 0,
    )
    expect(backend.log()).not.toContain('the database is no longer')
    await backend.stop()
    expect((await run(dataDir)).code).toBe(0)
  })

  test.skipIf(!isThere)('tells of a damaged database and a missing one, and still reads the originals', async () => {
    await using backend = await startBackend({ command, dataDir: temporaryFolder(), env: { PATH: '' } })
    const { dataDir } = backend
    const { id } = await backend.workspace()
    const [document] = (await backend.add(id, ['permit.md', permit], ['fine.txt', 'Fine.'])) as [Document]
    await backend.stop()
    flip(join(dataDir, 'blobs', document.sha256.slice(0, 2), document.sha256))
    const path = join(dataDir, 'aios.db')
    const whole = readFileSync(path)
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(20_000, 7), 0, 20_000, 4096)
    const { code, said } = await run(dataDir)
    expect(code).toBe(1)
    expect(said).toMatch(/Database +damaged/)
    expect(said).toMatch(/Originals +2 checked .* 1 damaged or missing/)
    expect(said).toContain(document.sha256)
    expect(said).toMatch(/The database is damaged\. Choose Repair/)
    const mended = await run(dataDir, '--repair')
    expect(mended).toMatchObject({ code: 1, said: expect.stringMatching(/Database +undamaged/) })
    expect(mended.complained).toMatch(/couldn’t be recovered\. Start AIOS and choose Recover/)
    writeFileSync(path, 'no database at all, but long enough to have a header of its own')
    expect(await run(dataDir)).toMatchObject({ code: 1, said: expect.stringContaining('damaged') })
    rmSync(path)
    expect(await run(dataDir)).toMatchObject({ code: 1, said: expect.stringContaining('There is no database here') })
    expect(readdirSync(dataDir)).not.toContain('aios.db')
    writeFileSync(path, whole)
    expect((await inJson(dataDir)).report.originals.faulty).toHaveLength(1)

    const empty = join(temporaryFolder(), 'not there')
    expect((await run(empty)).code).toBe(1)
    expect(() => mkdirSync(empty)).not.toThrow()
    expect(await run(dataDir, '--mend')).toMatchObject({ code: 2, complained: expect.stringContaining('--mend') })
  })
})
