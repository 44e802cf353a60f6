import { writeFileSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { isArchive, type UnzipOptions, unzip } from '../../../extensions/backend/src/text/extract/containers/unzip.ts'
import { type UnzipLimits, unzipBudget } from '../../../extensions/backend/src/text/extract/containers/unzip-budget.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { random } from '../../support/random.ts'
import { docxOf } from './office.ts'
import { zipOf } from './zip-of.ts'

const directoryEntry = Buffer.from([0x50, 0x4b, 1, 2])

/** What is in the archive: the content of each file by its path, or why it was left out. */
const contents = async (
  zip: Uint8Array,
  limits: Partial<UnzipLimits> = {},
  { given = [], ...options }: Partial<UnzipOptions> & { given?: string[] } = {},
) => {
  const folder = temporaryFolder()
  const path = join(folder, 'archive')
  writeFileSync(path, zip)
  let spooled = 0
  const spool = async (stream: NodeJS.ReadableStream) => {
    const inner = join(folder, `inner-${spooled++}`)
    await writeFile(inner, await buffer(stream))
    return { path: inner, discard: () => void rm(inner, { force: true }) }
  }
  const found: Record<string, string> = {}
  const budget = unzipBudget(limits)
  for await (const file of unzip(path, { name: 'files.zip', spool, budget, ...options })) {
    given.push(file.path)
    found[file.path] = file.skipped ?? (await text(await file.open()))
  }
  return found
}

const copies = (count: number, bytes: Uint8Array, extension = 'zip') =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${n}.${extension}`, bytes]))

/** Changes bytes of the directory's entry of a file; offsets are those of the ZIP specification, 4.3.12. */
const patch = (zip: Buffer, path: string, change: (entry: Buffer) => void): Buffer => {
  for (let at = zip.indexOf(directoryEntry); at >= 0; at = zip.indexOf(directoryEntry, at + 1)) {
    const length = zip.readUInt16LE(at + 28)
    if (zip.toString('utf8', at + 46, at + 46 + length) === path) change(zip.subarray(at))
  }
  return zip
}

/** Gives a file another name of the same length. */
const rename = (zip: Buffer, from: string, to: string) => {
  for (let at = zip.indexOf(from); at >= 0; at = zip.indexOf(from, at + 1)) zip.write(to, at, 'latin1')
  return zip
}

describe('an archive', () => {
  it('gives its files, those of archives inside too, without what systems leave behind', async () => {
    const inner = await zipOf({ 'deep/note.txt': 'inner note' })
    const zip = await zipOf({
      'Häfen/a.txt': 'a',
      'b.md': '# b',
      '__MACOSX/._b.md': 'x',
      'c/.DS_Store': 'x',
      'inner.zip': inner,
      'word.zip': await docxOf('<w:p/>'),
    })
    const found = await contents(zip)
    expect(Object.keys(found)).toEqual(['Häfen/a.txt', 'b.md', 'inner.zip/deep/note.txt', 'word.zip'])
    expect(found).toMatchObject({ 'Häfen/a.txt': 'a', 'inner.zip/deep/note.txt': 'inner note' })
  })

  it('leaves out names that lead out of it, links, protected and unknown files, and says so', async () => {
    const files = ['a../b.txt', 'abs/x.txt', 'nul_x.txt', 'link', 'secret.txt', 'odd.txt', 'big.txt', 'good.txt']
    let zip = await zipOf(Object.fromEntries(files.map((name) => [name, name.repeat(10)])))
    zip = rename(rename(rename(zip, 'a../b.txt', '../../b.t'), 'abs/x.txt', '/bs/x.txt'), 'nul_x.txt', 'nul\0x.txt')
    patch(zip, 'link', (entry) => entry.writeUInt32LE((0o120777 << 16) >>> 0, 38))
    patch(zip, 'secret.txt', (entry) => entry.writeUInt16LE(1, 8))
    patch(zip, 'odd.txt', (entry) => entry.writeUInt16LE(99, 10))
    const found = await contents(zip, {}, { largest: 75 })
    expect(found).toEqual({
      '../../b.t': expect.stringContaining('leads out'),
      '/bs/x.txt': expect.stringContaining('leads out'),
      'nul\0x.txt': expect.stringContaining('leads out'),
      link: expect.stringContaining('a link'),
      'secret.txt': expect.stringContaining('password'),
      'odd.txt': expect.stringContaining('method 99'),
      'big.txt': 'big.txt'.repeat(10),
      'good.txt': expect.stringContaining('larger than'),
    })
  })

  it('is refused as a bomb before its first file is given', async () => {
    const zip = await zipOf({ a: 'stored', 'zeros.txt': '0'.repeat(3_000_000), 'b.txt': 'b' })
    await expect(contents(zip, { harmless: 1_000_000, ratio: 50 })).rejects.toMatchObject({ code: 'document.bomb' })
    await expect(contents(zip, { bytes: 2_000_000 })).rejects.toMatchObject({ code: 'document.bomb' })
    await expect(contents(zip, { files: 2 })).rejects.toMatchObject({ code: 'document.bomb' })
    expect(await contents(zip)).toMatchObject({ 'b.txt': 'b' })
    const overlapping = patch(zip, 'b.txt', (entry) => entry.writeUInt32LE(0, 42))
    await expect(contents(overlapping)).rejects.toMatchObject({ code: 'document.bomb' })
  })

  it('counts archives inside, and goes no deeper than it may', async () => {
    let zip = await zipOf({ 'core.txt': 'core' })
    for (let depth = 0; depth < 5; depth++) zip = await zipOf({ 'inner.zip': zip, 'beside.txt': 'beside' })
    const found = await contents(zip)
    expect(found['inner.zip/inner.zip/beside.txt']).toBe('beside')
    expect(found['inner.zip/inner.zip/inner.zip']).toMatch(/too many archives/)
    await expect(contents(zip, { files: 5 })).rejects.toMatchObject({ code: 'document.bomb' })
  })

  it('is measured on all levels by what was sent, before its first file is given', async () => {
    const text = '0'.repeat(1_000_000)
    const inner = await zipOf({ a: 'stored', 'zeros.txt': text })
    const zip = await zipOf({ a: 'stored', 'first.txt': 'first', ...copies(10, inner) })
    const limits = { harmless: 2_000_000, ratio: 1000 }
    expect(Object.keys(await contents(inner, limits))).toEqual(['a', 'zeros.txt'])
    const given: string[] = []
    const bomb = contents(zip, limits, { given })
    await expect(bomb).rejects.toMatchObject({
      code: 'document.bomb',
      message: expect.stringMatching(
        /^files\.zip wasn’t unpacked because it would unpack to more than 1,000 times its size.*add the files you need\.$/,
      ),
    })
    expect(given).toEqual([])
    const twice = await zipOf({ a: 'stored', 'outer.zip': zip })
    await expect(contents(twice, limits)).rejects.toMatchObject({ code: 'document.bomb' })
    // One file of nothing but zeros counts, too.
    await expect(contents(inner, { harmless: 500_000, ratio: 500 })).rejects.toMatchObject({ code: 'document.bomb' })
  })

  it('is refused when many archives lie too deep to be looked into', async () => {
    const deep = async (width: number) => {
      let zip = await zipOf({ 'a.txt': 'a' })
      for (const count of [width, 1, 3]) zip = await zipOf(copies(count, zip))
      return contents(zip)
    }
    expect(
      Object.values(await deep(6)).filter((found) => found.startsWith('There are too many archives')),
    ).toHaveLength(18)
    await expect(deep(7)).rejects.toMatchObject({ code: 'document.bomb' })
  })

  it('of archives of documents is no bomb, nor is a log that says the same over and over', async () => {
    const next = random(3)
    const letters = Array.from({ length: 40_000 }, () => String.fromCharCode(97 + Math.floor(next() * 26))).join('')
    const office = await zipOf({ mimetype: 'x', 'content.xml': `<p>${letters}</p>`.repeat(20) })
    const zip = await zipOf({
      'a.zip': await zipOf(copies(20, office, 'odt')),
      'b.zip': await zipOf(copies(20, office, 'odt')),
    })
    expect(Object.keys(await contents(zip, { harmless: 0 }))).toHaveLength(40)
    const log = '2024-05-31T12:00:00Z;crane 4;ok;0\n'.repeat(300_000)
    const packed = await zipOf({ a: 'stored', 'log.csv': log })
    expect(log.length / packed.length).toBeGreaterThan(200)
    expect(await contents(packed)).toMatchObject({ 'log.csv': log })
  })

  it('shares what may be unpacked with those that were sent with it, unless it is refused', async () => {
    const budget = unzipBudget({ harmless: 2_000_000, ratio: 10 })
    const some = await zipOf({ a: 'stored', 'zeros.txt': '0'.repeat(900_000) })
    const bomb = await zipOf({ a: 'stored', 'zeros.txt': '0'.repeat(2_500_000) })
    await contents(some, {}, { budget })
    await expect(contents(bomb, {}, { budget })).rejects.toMatchObject({ code: 'document.bomb' })
    await contents(some, {}, { budget })
    await expect(contents(some, {}, { budget })).rejects.toMatchObject({ code: 'document.bomb' })
  })

  it('that is damaged costs what is damaged', async () => {
    const zip = await zipOf({
      'a.txt': 'a'.repeat(100),
      'b.txt': 'b',
      'cut.zip': (await zipOf({ x: 'x' })).subarray(0, 40),
    })
    patch(zip, 'a.txt', (entry) => entry.writeUInt32LE(1, 16))
    await expect(contents(zip)).rejects.toMatchObject({ code: 'document.damaged', message: /^a\.txt in files\.zip is/ })
    const cut = zip.subarray(0, zip.length - 30)
    await expect(contents(cut)).rejects.toMatchObject({ code: 'document.damaged', message: /incomplete/ })
    const all = patch(await zipOf({ 'a.txt': 'a' }), 'a.txt', (entry) => {
      entry.writeUInt16LE(1, 8)
      entry.writeUInt32LE(13, 20) // encryption takes twelve bytes more
    })
    await expect(contents(all)).rejects.toMatchObject({ code: 'document.encrypted' })
  })

  it('ends when it is told to', async () => {
    const abort = AbortSignal.abort(new Error('enough'))
    await expect(contents(await zipOf({ a: 'a' }), {}, { signal: abort })).rejects.toThrow('enough')
  })

  it('is told from documents that are ZIPs themselves', async () => {
    const folder = temporaryFolder()
    const check = async (name: string, zip: Uint8Array) => {
      const path = join(folder, 'file')
      writeFileSync(path, zip)
      expect(await readFile(path)).toHaveLength(zip.length)
      return isArchive(path, name)
    }
    expect(await check('a.zip', await zipOf({ a: 'a' }))).toBe(true)
    expect(await check('a.jar', await zipOf({ a: 'a' }))).toBe(false)
    expect(await check('a.zip', await docxOf('<w:p/>'))).toBe(false)
    expect(await check('a.zip', Buffer.from('no zip'))).toBe(false)
  })
})
