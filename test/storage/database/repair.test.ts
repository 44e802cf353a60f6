import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { dueMending, readMended, requestMending } from '../../../extensions/backend/src/storage/database/mending.ts'
import { openData } from '../../../extensions/backend/src/storage/database/opening.ts'
import { quickCheck } from '../../../extensions/backend/src/storage/database/quick-check.ts'
import { repairDatabase } from '../../../extensions/backend/src/storage/database/repair.ts'
import { restoreAlone } from '../../../extensions/backend/src/storage/database/restore.ts'
import { snapshot, snapshots } from '../../../extensions/backend/src/storage/database/snapshots.ts'
import { readDoubt } from '../../../extensions/backend/src/storage/originals/doubt.ts'
import {
  type Contents,
  contentsOf,
  copyOf,
  cutOff,
  damagePages,
  filledLibrary,
  pagesOf,
  wipePages,
} from '../../support/damage.ts'
import { temporaryFolder } from '../../support/folder.ts'

let library = ''
let contents: Contents
beforeAll(async () => {
  library = mkdtempSync(join(tmpdir(), 'aios-library-'))
  contents = (await filledLibrary(library)).contents
}, 180_000)
afterAll(() => rmSync(library, { recursive: true, force: true }))

const copy = () => copyOf(library, temporaryFolder())

/** What belongs together does: documents, pages, passages and index rows, one to one. */
const expectWhole = (dataDir: string) => {
  expect(quickCheck(join(dataDir, 'aios.db'))).toEqual([])
  const db = new DatabaseSync(join(dataDir, 'aios.db'), { readOnly: true })
  const numbers = (sql: string) => (db.prepare(sql).all() as { n: number }[]).map(({ n }) => n)
  try {
    expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    const workspaces = numbers('SELECT number AS n FROM workspace')
    const indexed = workspaces.flatMap((n) => numbers(`SELECT id AS n FROM passage_index_${n}_docsize`))
    expect(indexed.sort((a, b) => a - b)).toEqual(numbers('SELECT number AS n FROM passage ORDER BY number'))
    expect(
      numbers(`SELECT number AS n FROM document d WHERE status = 'ready'
        AND (passages <> (SELECT count(*) FROM passage WHERE document_id = d.id)
          OR pages <> (SELECT count(*) FROM page WHERE document_id = d.id))`),
    ).toEqual([])
    for (const { result } of db.prepare('SELECT result FROM task WHERE result IS NOT NULL').all()) {
      expect(() => JSON.parse(result as string)).not.toThrow()
    }
  } finally {
    db.close()
  }
}

const setAside = (dataDir: string) => snapshots(dataDir).filter(({ kind }) => kind === 'damaged')

describe('a repair', () => {
  it('of a sound database changes nothing but the file', async () => {
    const dataDir = copy()
    const report = await repairDatabase(dataDir)
    expect(report).toMatchObject({ how: 'copied', damaged: [], requeued: 0, documents: contents.documents.length })
    expect(contentsOf(dataDir)).toEqual(contents)
    expectWhole(dataDir)
  })

  it('makes it whole whichever page is damaged, keeps the damaged file, and loses only what stood there', async () => {
    const pages = pagesOf(library)
    const step = Math.max(1, Math.floor(pages / 60))
    const lost: number[] = []
    for (let page = 2; page <= pages; page += step) {
      const dataDir = copy()
      const before = readFileSync(join(dataDir, 'aios.db'))
      if (page % 2 === 0) damagePages(dataDir, [page])
      else wipePages(dataDir, [page])
      const bytes = readFileSync(join(dataDir, 'aios.db'))
      expect(bytes.equals(before)).toBe(false)
      await repairDatabase(dataDir)
      expectWhole(dataDir)
      const after = contentsOf(dataDir)
      lost.push(contents.documents.length - after.documents.length)
      expect(after.workspaces).toEqual(contents.workspaces)
      expect(contents.documents).toEqual(expect.arrayContaining(after.documents))
      expect(readFileSync(setAside(dataDir)[0]?.path as string).equals(bytes)).toBe(true)
      expect(readDoubt(dataDir)?.reason).toBe('repaired')
    }
    // A page holds a handful of documents' rows; all others come over.
    expect(Math.max(...lost)).toBeLessThan(contents.documents.length / 2)
    expect(lost.filter((n) => n > 0).length).toBeLessThan(lost.length / 5)
  }, 240_000)

  it('takes rows that were lost from the newest sound copy, and none that was deleted', async () => {
    const dataDir = copy()
    const db = await openDatabase(dataDir)
    await snapshot(db, dataDir, { kind: 'daily' })
    const { number } = db.prepare('SELECT max(number) AS number FROM document').get() as { number: number }
    db.prepare('DELETE FROM task WHERE id = (SELECT max(id) FROM task)').run()
    const { pageno } = db
      .prepare("SELECT pageno FROM dbstat WHERE name = 'document' AND pagetype = 'leaf' ORDER BY pageno DESC LIMIT 1")
      .get() as { pageno: number }
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    db.close()
    const left = contentsOf(dataDir)
    expect(left.answers).toHaveLength(contents.answers.length - 1)
    damagePages(dataDir, [pageno])
    const report = await repairDatabase(dataDir)
    expect(report.from).toMatch(/^daily-/)
    expect(report.damaged).toContain('document')
    expect(contentsOf(dataDir)).toEqual(left)
    expect(number).toBe(contents.documents.length)
    expectWhole(dataDir)
  })

  it('goes on with the catalogue beside the originals', async () => {
    const dataDir = copy()
    const catalogue = () => {
      using db = new DatabaseSync(join(dataDir, 'aios.db'), { readOnly: true })
      return db.prepare('SELECT id, writing, position FROM catalogue').all()
    }
    const before = catalogue()
    expect(before).toMatchObject([{ id: expect.any(String) }])
    await repairDatabase(dataDir)
    expect(catalogue()).toEqual(before)
  })

  it('finds rows under an inner page that is damaged', async () => {
    const dataDir = copy()
    const db = connect(dataDir, 'reader')
    const root = (name: string) =>
      (db.prepare('SELECT rootpage AS page FROM sqlite_master WHERE name = ?').get(name) as { page: number }).page
    const roots = [root('document'), root('task')]
    db.close()
    damagePages(dataDir, roots)
    await repairDatabase(dataDir)
    expect(contentsOf(dataDir)).toEqual(contents)
    expectWhole(dataDir)
  })

  it('takes what stands in the log only', async () => {
    const dataDir = copy()
    const db = await openDatabase(dataDir)
    db.exec("INSERT INTO workspace (id, name, created_at) VALUES ('late', 'Late', 'now')")
    const crashed = copyOf(dataDir, temporaryFolder())
    db.close()
    damagePages(crashed, [pagesOf(crashed)])
    await repairDatabase(crashed)
    expect(contentsOf(crashed).workspaces).toContain('late')
    expectWhole(crashed)
  })

  it('that was cut off is made again, from the same file', async () => {
    const dataDir = copy()
    damagePages(dataDir, [30, 40, 50])
    const bytes = readFileSync(join(dataDir, 'aios.db'))
    const abort = new AbortController()
    const onProgress = (done: number) => done > 0.5 && abort.abort()
    await expect(repairDatabase(dataDir, { onProgress, signal: abort.signal })).rejects.toThrow()
    expect(readFileSync(join(dataDir, 'aios.db')).equals(bytes)).toBe(true)
    expect(readdirSync(join(dataDir, 'snapshots'))).toEqual([])
    await repairDatabase(dataDir)
    expectWhole(dataDir)
  })
})

describe('a start', () => {
  const open = async (dataDir: string) => {
    const { db, instance } = await openData(dataDir)
    db.close()
    instance.leave()
  }
  const damages: Record<string, (dataDir: string) => void> = {
    'a first page of garbage': (dataDir) => damagePages(dataDir, [1]),
    'nothing but zeros': (dataDir) =>
      wipePages(
        dataDir,
        Array.from({ length: pagesOf(dataDir) }, (_, n) => n + 1),
      ),
    'half of it': (dataDir) => cutOff(dataDir, Math.floor(pagesOf(dataDir) / 2) * 4096),
    'a part of a page': (dataDir) => cutOff(dataDir, Math.floor(pagesOf(dataDir) / 3) * 4096 + 1000),
    'no byte': (dataDir) => cutOff(dataDir, 0),
    'no file': (dataDir) => rmSync(join(dataDir, 'aios.db')),
    'a text in its place': (dataDir) => writeFileSync(join(dataDir, 'aios.db'), 'Not a database at all. '.repeat(999)),
    'a database of another program': (dataDir) => {
      rmSync(join(dataDir, 'aios.db'))
      const db = new DatabaseSync(join(dataDir, 'aios.db'))
      db.exec("CREATE TABLE recipe (name TEXT); INSERT INTO recipe VALUES ('soup'); PRAGMA user_version = 3")
      db.close()
    },
  }

  for (const [what, damage] of Object.entries(damages)) {
    it(`with ${what}: goes back to a copy, and keeps what was there`, async () => {
      const dataDir = copy()
      const db = await openDatabase(dataDir)
      await snapshot(db, dataDir, { kind: 'daily' })
      db.close()
      damage(dataDir)
      const before = (() => {
        try {
          return readFileSync(join(dataDir, 'aios.db'))
        } catch {
          return undefined
        }
      })()
      await open(dataDir)
      expect(contentsOf(dataDir)).toEqual(contents)
      expectWhole(dataDir)
      expect(readDoubt(dataDir)?.reason).toMatch(/restored|repaired/)
      expect(readMended(dataDir)).toMatchObject({ action: 'repair', report: { documents: contents.documents.length } })
      if (before) expect(readFileSync(setAside(dataDir)[0]?.path as string).equals(before)).toBe(true)
      await open(dataDir)
      expect(setAside(dataDir).length).toBe(before ? 1 : 0)
    })
  }

  it('with garbage and no copy makes a new database, and keeps what was there', async () => {
    const dataDir = copy()
    damagePages(dataDir, [1])
    await open(dataDir)
    expect(contentsOf(dataDir)).toEqual({ workspaces: [], documents: [], answers: [] })
    expect(setAside(dataDir)).toHaveLength(1)
    expect(readDoubt(dataDir)?.reason).toBe('new')
    expect(readMended(dataDir)).toMatchObject({ report: { how: 'new' } })
  })

  it('does without the header of the file', async () => {
    const dataDir = copy()
    const path = join(dataDir, 'aios.db')
    writeFileSync(path, readFileSync(path).fill(7, 0, 100))
    await open(dataDir)
    expect(contentsOf(dataDir)).toEqual(contents)
    expectWhole(dataDir)
    expect(readMended(dataDir)).toMatchObject({ report: { how: 'copied', damaged: [] } })
  })

  it('passes over a copy that is damaged itself', async () => {
    const dataDir = copy()
    const db = await openDatabase(dataDir)
    await snapshot(db, dataDir, { kind: 'daily' })
    await new Promise((resolve) => setTimeout(resolve, 5))
    const newest = await snapshot(db, dataDir, { kind: 'daily' })
    db.close()
    writeFileSync(newest, readFileSync(newest).fill(7, 4096 * 10, 4096 * 30))
    wipePages(
      dataDir,
      Array.from({ length: pagesOf(dataDir) }, (_, n) => n + 1),
    )
    await open(dataDir)
    expect(contentsOf(dataDir)).toEqual(contents)
    expect(snapshots(dataDir).map(({ isSound }) => isSound)).toContain(false)
  })

  it('gives up a repair that ends the program each time, where the database opens without it', async () => {
    const dataDir = copy()
    requestMending(dataDir, { action: 'repair' })
    const crash = () => Promise.reject(new Error('as if it had crashed'))
    const request = join(dataDir, 'snapshots/request.json')
    await expect(openData(dataDir, crash)).rejects.toThrow('as if')
    writeFileSync(request, JSON.stringify({ action: 'repair', tries: 2 }))
    await open(dataDir)
    expect(readMended(dataDir)).toMatchObject({ action: 'repair', failure: expect.any(String) })
    expect(contentsOf(dataDir)).toEqual(contents)
  })

  it('opens the database as it is where the disk has no room for what was asked for', async () => {
    const dataDir = copy()
    requestMending(dataDir, { action: 'repair' })
    const full = () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }))
    const { db, instance } = await openData(dataDir, full)
    db.close()
    instance.leave()
    expect(readMended(dataDir)).toMatchObject({ action: 'repair', failure: expect.stringMatching(/full/) })
    expect(dueMending(dataDir)).toBeUndefined()
  })

  it('ends a replacement that a crash cut short before it begins another', async () => {
    const dataDir = copy()
    const db = await openDatabase(dataDir)
    const name = basename(await snapshot(db, dataDir, { kind: 'manual' }))
    db.close()
    const next = join(dataDir, 'snapshots/next')
    mkdirSync(next, { recursive: true })
    const cut = 'damaged-2026-01-01T00-00-00.000Z.db'
    copyFileSync(join(dataDir, 'aios.db'), join(next, cut))
    restoreAlone(dataDir, name)
    expect(readdirSync(next)).toEqual([])
    expect(contentsOf(dataDir)).toEqual(contents)
    expect(snapshots(dataDir).map(({ kind }) => kind)).toEqual(['damaged', 'manual', 'before-restore'])
  })

  it('ends a replacement that a crash cut short', async () => {
    for (const steps of [0, 1]) {
      const dataDir = copy()
      const other = join(temporaryFolder(), 'other.db')
      const db = new DatabaseSync(join(dataDir, 'aios.db'))
      db.exec(`VACUUM INTO '${other}'`)
      db.close()
      const changed = new DatabaseSync(other)
      changed.exec("UPDATE workspace SET name = 'The other'")
      changed.close()
      const name = 'before-restore-2026-01-01T00-00-00.000Z.db'
      const next = join(dataDir, 'snapshots/next')
      mkdirSync(next, { recursive: true })
      copyFileSync(other, join(next, name))
      if (steps > 0) renameSync(join(dataDir, 'aios.db'), join(dataDir, 'snapshots', name))
      await open(dataDir)
      const reader = connect(dataDir, 'reader')
      expect(reader.prepare('SELECT DISTINCT name FROM workspace').all()).toEqual([{ name: 'The other' }])
      reader.close()
      expect(snapshots(dataDir).map((each) => each.name)).toEqual([name])
    }
  })
})
