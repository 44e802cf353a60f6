import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { quickCheck } from '../../../extensions/backend/src/storage/database/quick-check.ts'
import { checkSnapshot, findSnapshot, restoreAlone } from '../../../extensions/backend/src/storage/database/restore.ts'
import {
  claimCopying,
  isCopyDue,
  noteKnown,
  prune,
  removeSnapshot,
  rescued,
  snapshot,
  snapshotName,
  snapshots,
  UnsoundCopy,
} from '../../../extensions/backend/src/storage/database/snapshots.ts'
import { temporaryFolder } from '../../support/folder.ts'

const day = 24 * 3600_000

/** A copy of so many bytes that is said to be made then; only its name and size count. */
const pretend = (dataDir: string, kind: Parameters<typeof snapshotName>[0], time: number, size = 100) => {
  const folder = join(dataDir, 'snapshots')
  mkdirSync(folder, { recursive: true })
  const name = snapshotName(kind, new Date(time))
  writeFileSync(join(folder, name), '')
  truncateSync(join(folder, name), size)
  return name
}

const kindsOf = (dataDir: string) => snapshots(dataDir).map(({ kind }) => kind)

describe('copies of the database', () => {
  it('are checked before they get their name, and noted as sound', async () => {
    const dataDir = temporaryFolder()
    const db = await openDatabase(dataDir)
    const path = await snapshot(db, dataDir, { kind: 'daily', check: quickCheck })
    expect(snapshots(dataDir)).toMatchObject([{ name: basename(path), kind: 'daily', isSound: true }])
    const unsound = snapshot(db, dataDir, { kind: 'daily', check: () => ['row 3 missing from index'] })
    await expect(unsound).rejects.toThrow(UnsoundCopy)
    expect(snapshots(dataDir)).toHaveLength(1)
    expect(readdirSync(join(dataDir, 'snapshots')).sort()).toEqual(['checks.json', basename(path)].sort())
    db.close()
  })

  it('are kept for seven days, one a month for a year, and the damaged until somebody deletes them', () => {
    const dataDir = temporaryFolder()
    const end = Date.UTC(2026, 10, 29, 12)
    pretend(dataDir, 'damaged', end - 400 * day)
    for (let ago = 440; ago >= 0; ago--) {
      pretend(dataDir, 'daily', end - ago * day)
      prune(dataDir)
    }
    const all = snapshots(dataDir)
    expect(all.filter(({ kind }) => kind === 'daily').map(({ madeAt }) => (end - madeAt) / day)).toEqual([
      6, 5, 4, 3, 2, 1, 0,
    ])
    const months = all.filter(({ kind }) => kind === 'monthly').map(({ name }) => name.slice(8, 15))
    expect(months).toHaveLength(12)
    expect(new Set(months).size).toBe(12)
    expect(months.at(-1)).toBe('2026-11')
    expect(kindsOf(dataDir)).toContain('damaged')
  })

  it('keep within their budget, the newest whatever its size', () => {
    const dataDir = temporaryFolder()
    const now = Date.now()
    for (let n = 6; n >= 0; n--) pretend(dataDir, 'daily', now - n * 60_000, 300_000_000)
    prune(dataDir)
    expect(snapshots(dataDir)).toHaveLength(3)
    pretend(dataDir, 'manual', now + 60_000, 5_000_000_000)
    prune(dataDir)
    expect(kindsOf(dataDir)).toEqual(['manual'])
  })

  it('are due once a day, when something was written since the last', async () => {
    const dataDir = temporaryFolder()
    const db = await openDatabase(dataDir)
    const now = Date.now()
    expect(isCopyDue(dataDir, now)).toBe(true)
    const touch = (time: number) => {
      for (const name of ['aios.db', 'aios.db-wal']) utimesSync(join(dataDir, name), time / 1000, time / 1000)
    }
    pretend(dataDir, 'daily', now - 2 * day)
    touch(now - 3 * day)
    expect(isCopyDue(dataDir, now)).toBe(false)
    touch(now)
    expect(isCopyDue(dataDir, now)).toBe(true)
    pretend(dataDir, 'daily', now - 1)
    expect(isCopyDue(dataDir, now)).toBe(false)
    db.close()
  })

  it('are made by one at a time', () => {
    const dataDir = temporaryFolder()
    const release = claimCopying(dataDir)
    expect(release).toBeDefined()
    expect(claimCopying(dataDir)).toBeUndefined()
    release?.()
    expect(claimCopying(dataDir)).toBeDefined()
  })

  it('are found by the names that are there, and by no path', async () => {
    const dataDir = temporaryFolder()
    const db = await openDatabase(dataDir)
    const name = basename(await snapshot(db, dataDir))
    db.close()
    expect(findSnapshot(dataDir, name).name).toBe(name)
    for (const wrong of ['../aios.db', `../snapshots/${name}`, 'checks.json', '']) {
      expect(() => findSnapshot(dataDir, wrong)).toThrow(/no copy/)
    }
  })

  it('are not gone back to when they are damaged, or another program’s', async () => {
    const dataDir = temporaryFolder()
    const db = await openDatabase(dataDir)
    const path = await snapshot(db, dataDir)
    db.close()
    const before = readFileSync(join(dataDir, 'aios.db'))
    writeFileSync(path, readFileSync(path).fill(7, 4096, 20 * 4096))
    expect(checkSnapshot(dataDir, findSnapshot(dataDir, basename(path)))).toBe(false)
    expect(() => restoreAlone(dataDir, basename(path))).toThrow(/damaged/)
    expect(readFileSync(join(dataDir, 'aios.db')).equals(before)).toBe(true)
  })
})

const disk = mkdtempSync(join(tmpdir(), 'aios-small-disk-'))
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]).status === 0
const why = canMount ? '' : ' (skipped: this user may not mount a small disk)'
afterAll(() => {
  spawnSync('umount', ['-l', disk])
  rmSync(disk, { recursive: true, force: true })
})

it.skipIf(!canMount)(`a full disk leaves no half copy${why}`, async () => {
  const db = await openDatabase(disk)
  const text = 'x'.repeat(100_000)
  db.exec("INSERT INTO workspace (id, name, created_at) VALUES ('w', 'W', 't')")
  for (let n = 0; n < 20; n++) {
    db.prepare('INSERT INTO preference (name, value) VALUES (?, ?)').run(`${n}`, text)
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }
  await expect(snapshot(db, disk, { kind: 'daily', check: quickCheck })).rejects.toThrow()
  const folder = join(disk, 'snapshots')
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
  db.close()
})

describe('a database that was saved when its file was replaced', () => {
  it('is told of until somebody knows of it, or went back to it', async () => {
    const dataDir = temporaryFolder()
    const first = pretend(dataDir, 'rescued', Date.now())
    expect(rescued(dataDir, day)).toEqual([first])
    noteKnown(dataDir)
    expect(rescued(dataDir, day)).toEqual([])
    removeSnapshot({ path: join(dataDir, 'snapshots', first) })
    expect(readdirSync(join(dataDir, 'snapshots'))).toEqual([])

    const db = await openDatabase(dataDir)
    const second = basename(await snapshot(db, dataDir, { kind: 'rescued' }))
    db.close()
    expect(rescued(dataDir, day)).toEqual([second])
    restoreAlone(dataDir, second)
    expect(rescued(dataDir, day)).toEqual([])
  })
})
