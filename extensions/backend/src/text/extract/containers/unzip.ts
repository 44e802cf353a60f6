import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import yauzl from 'yauzl'
import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { type UnzipBudget, unzipBudget } from './unzip-budget.ts'

/** A file of an archive, `/` between the parts of its path; or one that was left out, with the reason for people. */
type ZippedFile =
  | {
      path: string
      size: number
      /** Its date as the archive has it, in milliseconds; undefined where that is none. */
      modified: number | undefined
      skipped?: undefined
      /** To be called before the next file is taken. */
      open(): Promise<Readable>
    }
  | { path: string; skipped: string }

type Spooled = { path: string; discard(): unknown }

export type UnzipOptions = {
  /** What the archive is called, for messages. */
  name: string
  /** Puts a large archive inside of the archive where it can be read from any place, and says where. */
  spool(stream: Readable): Promise<Spooled>
  /** What is left of what may be unpacked of all that was sent with it. */
  budget?: UnzipBudget
  /** Bytes of one file, and archives inside of archives, beyond which a file is left out. */
  largest?: number
  depth?: number
  signal?: AbortSignal
}

/** Bytes of an archive inside of an archive that is held in memory. */
const smallArchive = 8 * 1024 ** 2

/**
 * The files of a ZIP on disk, one by one, those of archives inside of it too. No name leads out of the archive, no link
 * is followed. What all of it unpacks to, on all levels, is known, and refused, before the first file is given: archives
 * inside are unpacked for that, within the budget, and their files are not.
 * @throws AppError `document.damaged`, `document.bomb`, `document.encrypted` when nothing of it can be had
 */
export async function* unzip(archive: string, options: UnzipOptions): AsyncGenerator<ZippedFile> {
  const { budget = unzipBudget(), largest = 1024 ** 3, depth = 3, ...others } = options
  const run: Run = { ...others, budget, largest }
  const zip = await openZip(() => openFile(archive), run.name)
  try {
    const undo = budget.begin(zip.fileSize)
    try {
      await measure(zip, run, depth)
    } catch (error) {
      undo()
      throw error
    }
  } finally {
    zip.close()
  }
  yield* filesOf(() => openFile(archive), '', run, depth)
}

/** Whether a file that is called `.zip` is a mere archive rather than an office document under a wrong name. */
export const isArchive = async (path: string, name: string): Promise<boolean> =>
  /\.zip$/i.test(name) && isMere(() => openFile(path))

type Open = () => Promise<yauzl.ZipFile>

const isMere = async (open: Open): Promise<boolean> => {
  const zip = await open().catch(() => undefined)
  if (!zip) return false
  try {
    for await (const entry of zip.eachEntry()) {
      if (/^(?:mimetype|\[Content_Types\]\.xml)$/.test(entry.fileNameRaw.toString('latin1'))) return false
    }
    return true
  } catch {
    return true // what is wrong with it is said when it is unpacked
  } finally {
    zip.close()
  }
}

type Run = Pick<UnzipOptions, 'name' | 'spool' | 'signal'> & { budget: UnzipBudget; largest: number }

/** Counts what a ZIP and those inside of it unpack to. @throws AppError `document.bomb`, `document.damaged` */
const measure = async (zip: yauzl.ZipFile, run: Run, depth: number): Promise<void> => {
  const entries = await entriesOf(zip, run.name, run.budget)
  run.budget.take(entries, run.name)
  if (depth <= 1) return run.budget.bury(entries.filter((entry) => isZip(nameOf(entry))).length, run.name)
  for (const entry of entries) {
    run.signal?.throwIfAborted()
    const path = nameOf(entry)
    if (!isZip(path) || whyNot(entry, path, run.largest) !== undefined) continue
    try {
      await using held = await hold(zip, entry, path, run)
      if (!(await isMere(held.open))) continue
      const inner = await openZip(held.open, path)
      await measure(inner, run, depth - 1).finally(() => inner.close())
    } catch (error) {
      // What is wrong with it is said when its files are taken.
      if (!isItsOwnFault(error)) throw error
    }
  }
}

async function* filesOf(open: Open, folder: string, run: Run, depth: number): AsyncGenerator<ZippedFile> {
  const name = folder ? words.reading.archive.inside(folder.slice(0, -1), run.name) : run.name
  const zip = await openZip(open, name)
  try {
    const entries = await entriesOf(zip, name)
    if (entries.length > 0 && entries.every((entry) => entry.isEncrypted())) {
      fail('document.encrypted', words.reading.archive.locked(name))
    }
    for (const entry of entries) {
      run.signal?.throwIfAborted()
      const path = `${folder}${nameOf(entry)}`
      const skipped = whyNot(entry, path, run.largest)
      if (skipped !== undefined) yield { path, skipped }
      else if (!isZip(path)) yield fileOf(zip, entry, path, name)
      else yield* inner(zip, entry, path, run, depth)
    }
  } finally {
    zip.close()
  }
}

/** What an archive inside holds, or itself when it is a document under a wrong name or lies too deep. */
async function* inner(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  path: string,
  run: Run,
  depth: number,
): AsyncGenerator<ZippedFile> {
  if (depth <= 1) {
    yield { path, skipped: words.reading.archive.tooDeep }
    return
  }
  try {
    await using held = await hold(zip, entry, path, run)
    if (await isMere(held.open)) yield* filesOf(held.open, `${path}/`, run, depth - 1)
    else yield fileOf(zip, entry, path, run.name)
  } catch (error) {
    // A broken archive inside costs its own files only.
    if (!isItsOwnFault(error)) throw error
    yield { path, skipped: (error as Error).message }
  }
}

/** An archive inside of an archive, where it can be read from any place. */
const hold = async (zip: yauzl.ZipFile, entry: yauzl.Entry, path: string, run: Run) => {
  const stream = await read(zip, entry, path, run.name)
  if (entry.uncompressedSize <= smallArchive) {
    const bytes = await buffer(stream)
    const open: Open = () => yauzl.fromBufferPromise(bytes, { decodeStrings: false })
    return { open, [Symbol.asyncDispose]: async () => undefined }
  }
  const spooled = await run.spool(stream)
  return { open: () => openFile(spooled.path), [Symbol.asyncDispose]: async () => void (await spooled.discard()) }
}

const fileOf = (zip: yauzl.ZipFile, entry: yauzl.Entry, path: string, name: string): ZippedFile => ({
  path,
  size: entry.uncompressedSize,
  modified: dateOf(entry),
  open: () => read(zip, entry, path, name),
})

const isZip = (path: string) => /\.zip$/i.test(path)
const isItsOwnFault = (error: unknown) => ['document.damaged', 'document.encrypted'].includes(String(codeOf(error)))
const openFile = (path: string) => yauzl.openPromise(path, { autoClose: false, decodeStrings: false })

/** ZIP counts from 1980 on: what says that has no date. */
const dateOf = (entry: yauzl.Entry): number | undefined => {
  const date = entry.getLastModDate()
  return date.getFullYear() > 1980 ? date.getTime() : undefined
}

const codeOf = (error: unknown) => (error as { code?: unknown } | undefined)?.code

const openZip = (open: Open, name: string): Promise<yauzl.ZipFile> =>
  open().catch((cause: unknown) => fail('document.damaged', words.reading.archive.notZip(name), { cause }))

/** The entries that are files. */
const entriesOf = async (zip: yauzl.ZipFile, name: string, budget?: UnzipBudget): Promise<yauzl.Entry[]> => {
  const entries: yauzl.Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      budget?.see(name)
      if (!isNothing(nameOf(entry))) entries.push(entry)
    }
  } catch (cause) {
    if (codeOf(cause) === 'document.bomb') throw cause
    fail('document.damaged', words.reading.damaged.directory(name), { cause })
  }
  return entries
}

/** macOS writes UTF-8 without saying so; without it the names of the ZIP standard hold. */
const nameOf = (entry: yauzl.Entry): string => {
  const raw = entry.fileNameRaw
  if (isUtf8(raw)) return raw.toString('utf8').replaceAll('\\', '/')
  return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false)
}

/** Folders, and what systems leave behind in archives without anybody's asking. */
const isNothing = (name: string) =>
  name.endsWith('/') || /(?:^|\/)(?:__MACOSX\/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$/i.test(name)

const whyNot = (entry: yauzl.Entry, path: string, largest: number): string | undefined => {
  if (path.includes('\0') || yauzl.validateFileName(path) !== null) return words.reading.archive.outside
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000) return words.reading.archive.link
  if (entry.isEncrypted()) return words.reading.archive.lockedFile
  if (!entry.canDecodeFileData()) return words.reading.archive.unknownMethod(entry.compressionMethod)
  if (entry.uncompressedSize > largest) return words.reading.archive.tooLarge(largest)
  return undefined
}

/** The bytes of an entry; an end that does not fit what the archive promises breaks the stream. */
const read = async (zip: yauzl.ZipFile, entry: yauzl.Entry, path: string, name: string): Promise<Readable> => {
  const damaged = (cause: unknown): never =>
    fail('document.damaged', words.reading.archive.damagedFile(path, name), { cause })
  const packed = await zip.openReadStreamPromise(entry).catch(damaged)
  const checked = async function* () {
    let sum = 0
    try {
      for await (const piece of packed as AsyncIterable<Buffer>) {
        sum = crc32(piece, sum)
        yield piece
      }
    } catch (cause) {
      damaged(cause)
    }
    if (sum !== entry.crc32) damaged(new Error('Its checksum is wrong.'))
  }
  return Readable.from(checked(), { objectMode: false })
}
