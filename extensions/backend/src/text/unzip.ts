import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import yauzl from 'yauzl'
import { fail } from '../errors.ts'

/** A file of an archive, `/` between the parts of its path; or one that was left out, with the reason for people. */
export type ZippedFile =
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

type Spooled = { path: string; discard(): void }

export type UnzipOptions = {
  /** What the archive is called, for messages. */
  name: string
  /** Puts an archive inside of the archive where it can be read from any place, and says where. */
  spool(stream: Readable): Promise<Spooled>
  limits?: Partial<UnzipLimits>
  signal?: AbortSignal
}

export type UnzipLimits = {
  /** Files in all, those of archives inside included. */
  files: number
  /** Bytes that all of them unpack to. */
  bytes: number
  /** Bytes of one file. */
  largest: number
  /** How often bytes may be more than they are packed, once they are more than `harmless`. */
  ratio: number
  harmless: number
  /** Archives inside of archives. */
  depth: number
}

const usual: UnzipLimits = {
  files: 20_000,
  bytes: 16 * 1024 ** 3,
  largest: 1024 ** 3,
  ratio: 100,
  harmless: 256 * 1024 ** 2,
  depth: 3,
}

/**
 * The files of a ZIP on disk, one by one, those of archives inside of it too. No name leads out of the archive, no link
 * is followed; what all of it unpacks to is known, and refused, before the first file is given.
 * @throws AppError `document.damaged`, `document.bomb`, `document.encrypted` when nothing of it can be had
 */
export async function* unzip(archive: string, options: UnzipOptions): AsyncGenerator<ZippedFile> {
  const limits = { ...usual, ...options.limits }
  yield* filesOf(archive, '', { ...options, limits, left: { files: limits.files, bytes: limits.bytes } }, limits.depth)
}

/** Whether a file that is called `.zip` is a mere archive rather than an office document under a wrong name. */
export const isArchive = async (path: string, name: string): Promise<boolean> => {
  if (!/\.zip$/i.test(name)) return false
  const zip = await yauzl.openPromise(path, { decodeStrings: false }).catch(() => undefined)
  if (!zip) return false
  try {
    for await (const entry of zip.eachEntry()) {
      if (/^(?:mimetype|\[Content_Types\]\.xml)$/.test(entry.fileNameRaw.toString('latin1'))) return false
    }
    return true
  } catch {
    return true // what is wrong with it is said when it is unpacked
  }
}

type Run = Omit<UnzipOptions, 'limits'> & { limits: UnzipLimits; left: { files: number; bytes: number } }

async function* filesOf(archive: string, folder: string, run: Run, depth: number): AsyncGenerator<ZippedFile> {
  const name = folder ? `${folder.slice(0, -1)} in ${run.name}` : run.name
  const zip = await openZip(archive, name)
  try {
    const entries = await entriesOf(zip, name, run)
    if (entries.length > 0 && entries.every((entry) => entry.isEncrypted())) {
      fail('document.encrypted', `${name} is protected with a password. Unpack it and add its files.`)
    }
    for (const entry of entries) {
      run.signal?.throwIfAborted()
      const path = `${folder}${nameOf(entry)}`
      const skipped = whyNot(entry, path, run.limits)
      if (skipped !== undefined) yield { path, skipped }
      else if (!/\.zip$/i.test(path))
        yield { path, size: entry.uncompressedSize, modified: dateOf(entry), open: () => read(zip, entry, path, name) }
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
    yield { path, skipped: 'It lies in too many archives, one inside the other. Unpack it and add its files.' }
    return
  }
  const open = () => read(zip, entry, path, run.name)
  const spooled = await run.spool(await open())
  try {
    if (await isArchive(spooled.path, path)) yield* filesOf(spooled.path, `${path}/`, run, depth - 1)
    else yield { path, size: entry.uncompressedSize, modified: dateOf(entry), open }
  } catch (error) {
    // A broken archive inside costs its own files only; a bomb costs all.
    if (codeOf(error) !== 'document.damaged' && codeOf(error) !== 'document.encrypted') throw error
    yield { path, skipped: (error as Error).message }
  } finally {
    spooled.discard()
  }
}

/** ZIP counts from 1980 on: what says that has no date. */
const dateOf = (entry: yauzl.Entry): number | undefined => {
  const date = entry.getLastModDate()
  return date.getFullYear() > 1980 ? date.getTime() : undefined
}

const codeOf = (error: unknown) => (error as { code?: unknown } | undefined)?.code

const openZip = (archive: string, name: string): Promise<yauzl.ZipFile> =>
  yauzl.openPromise(archive, { autoClose: false, decodeStrings: false }).catch((cause: unknown) =>
    fail(
      'document.damaged',
      `${name} is not a ZIP archive, or it is cut short. Get it again from where it came from.`,
      {
        cause,
      },
    ),
  )

/** The entries that are files, once it is certain that they may be unpacked. */
const entriesOf = async (zip: yauzl.ZipFile, name: string, { limits, left }: Run): Promise<yauzl.Entry[]> => {
  const entries: yauzl.Entry[] = []
  let bytes = 0
  try {
    for await (const entry of zip.eachEntry()) {
      if (isNothing(nameOf(entry))) continue
      entries.push(entry)
      bytes += entry.uncompressedSize
      if (entries.length > left.files) bomb(name, `holds more than ${limits.files.toLocaleString('en')} files`)
    }
  } catch (cause) {
    if (codeOf(cause) === 'document.bomb') throw cause
    fail(
      'document.damaged',
      `${name} is damaged: its directory cannot be read. Get it again from where it came from.`,
      {
        cause,
      },
    )
  }
  if (bytes > left.bytes) bomb(name, `would unpack to more than ${Math.round(limits.bytes / 1024 ** 3)} GB`)
  if (bytes > limits.harmless && bytes > zip.fileSize * limits.ratio) {
    bomb(name, `would unpack to ${Math.round(bytes / zip.fileSize).toLocaleString('en')} times its size`)
  }
  if (overlap(entries)) bomb(name, 'has files that share the same bytes')
  left.files -= entries.length
  left.bytes -= bytes
  return entries
}

const bomb = (name: string, why: string): never =>
  fail(
    'document.bomb',
    `${name} ${why}, which no collection of documents does. It was not unpacked; unpack it yourself and add what you need.`,
  )

const localHeader = 30

const overlap = (entries: readonly yauzl.Entry[]): boolean => {
  const inOrder = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)
  return inOrder.some((entry, at) => {
    const next = inOrder[at + 1]
    return (
      next && entry.relativeOffsetOfLocalHeader + localHeader + entry.compressedSize > next.relativeOffsetOfLocalHeader
    )
  })
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

const whyNot = (entry: yauzl.Entry, path: string, { largest }: UnzipLimits): string | undefined => {
  if (path.includes('\0') || yauzl.validateFileName(path) !== null)
    return 'Its name leads out of the archive. Unpack the archive and add the file.'
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000)
    return 'It is a link, not a file. Add the file that it leads to.'
  if (entry.isEncrypted()) return 'It is protected with a password. Unpack the archive and add the file.'
  if (!entry.canDecodeFileData()) {
    return `It is packed in a way that AIOS does not know (method ${entry.compressionMethod}). Unpack the archive and add the file.`
  }
  if (entry.uncompressedSize > largest) return `It is larger than ${Math.round(largest / 1024 ** 2)} MB.`
  return undefined
}

/** The bytes of an entry; an end that does not fit what the archive promises breaks the stream. */
const read = async (zip: yauzl.ZipFile, entry: yauzl.Entry, path: string, name: string): Promise<Readable> => {
  const damaged = (cause: unknown): never =>
    fail('document.damaged', `${path} in ${name} is damaged. Get the archive again from where it came from.`, { cause })
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
