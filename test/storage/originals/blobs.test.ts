import { spawnSync } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { diskFull, isFull } from '../../../extensions/backend/src/base/store-failures.ts'
import { blobStore } from '../../../extensions/backend/src/storage/originals/blobs.ts'
import { checksums } from '../../../extensions/backend/src/storage/originals/checksums.ts'
import { temporaryFolder } from '../../support/folder.ts'

describe('blobs', () => {
  it('stand under the SHA-256 of their bytes, once', async () => {
    const folder = temporaryFolder()
    const blobs = blobStore(folder)
    const bytes = randomBytes(300_000)
    for (let n = 0; n < 2; n++) {
      const incoming = await blobs.receive(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]))
      expect(incoming).toMatchObject({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
      expect(Buffer.from(incoming.head)).toEqual(bytes.subarray(0, 4100))
      blobs.keep(incoming)
      blobs.discard(incoming)
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(readFileSync(blobs.pathOf(sha256))).toEqual(bytes)
    expect(readdirSync(join(folder, 'blobs', sha256.slice(0, 2)))).toEqual([sha256])
    expect(statSync(blobs.pathOf(sha256)).mode & 0o077).toBe(0)
    expect(readdirSync(join(folder, 'blobs/incoming'))).toEqual([])
  })

  it('are read anew when the same bytes come again, whatever was found of them lately', async () => {
    const folder = temporaryFolder()
    // As where the disk turned a bit: the file looks as it did when it was found whole.
    const real = checksums()
    const sums = {
      ...real,
      of: (path: string, options: { isFresh?: boolean } = {}) =>
        options.isFresh ? real.of(path, options) : Promise.resolve(basename(path)),
    }
    const blobs = blobStore(folder, { sums })
    const bytes = randomBytes(1000)
    const send = async () => {
      const incoming = await blobs.receive(Readable.from([bytes]))
      blobs.keep(incoming)
      blobs.discard(incoming)
      return blobs.pathOf(incoming.sha256)
    }
    const path = await send()
    writeFileSync(path, randomBytes(1000))
    expect(readFileSync(await send())).toEqual(bytes)
  })

  it('leave no trace of a stream that broke', async () => {
    const folder = temporaryFolder()
    const blobs = blobStore(folder)
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('some')
        throw Object.assign(new Error('write'), { code: 'ENOSPC' })
      })(),
    )
    await expect(blobs.receive(broken)).rejects.toMatchObject({ code: 'storage.full', status: 507 })
    expect(readdirSync(join(folder, 'blobs/incoming'))).toEqual([])
  })

  it('sweep what ended processes left, and what nobody finished for a day', () => {
    const folder = temporaryFolder()
    blobStore(folder)
    const gone = spawnSync(process.execPath, ['-e', '']).pid
    const name = (pid: number) => `${encodeURIComponent(`${hostname()}:${pid}:1`)}.${randomUUID()}`
    const [dead, old, fresh] = [name(gone), name(1), name(1)] as const
    const path = (file: string) => join(folder, 'blobs/incoming', file)
    for (const file of [dead, old, fresh]) writeFileSync(path(file), 'x')
    utimesSync(path(old), new Date(0), new Date(0))
    blobStore(folder)
    expect(readdirSync(join(folder, 'blobs/incoming'))).toEqual([fresh])
  })

  it('sweep what a process left that ended after they began', () => {
    const folder = temporaryFolder()
    const blobs = blobStore(folder)
    const gone = spawnSync(process.execPath, ['-e', '']).pid
    writeFileSync(
      join(folder, 'blobs/incoming', `${encodeURIComponent(`${hostname()}:${gone}:1`)}.${randomUUID()}`),
      'x',
    )
    blobs.sweepIncoming()
    expect(readdirSync(join(folder, 'blobs/incoming'))).toEqual([])
  })

  it('know a full disk by its codes', () => {
    expect(isFull(Object.assign(new Error(), { code: 'ENOSPC' }))).toBe(true)
    expect(isFull(Object.assign(new Error('database or disk is full'), { errcode: 13 }))).toBe(true)
    expect(isFull(new Error('nothing'))).toBe(false)
    expect(diskFull(undefined).message).toMatch(/Free some space/)
  })
})
