import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { copyFile, mkdir, open, readFile, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import * as words from '../../../base/words/index.ts'
import type { CompareInput, Difference, Kept, TakeInput } from './kept.ts'
import { type FoundFile, factsOf, realFolders, walk } from './walk.ts'

/** A folder that is small: more than that is not copied for each task. */
const MAX_FILES = 2000
const MAX_BYTES = 64 * 1024 ** 2
/** Bytes that are to stay free on the disk. */
const reserve = 256 * 1024 ** 2
/** Files that are new in a folder and are told of. */
export const MAX_NEW_FILES = 5000

/** A file as it was: `copy` is the name of its copy, null where it could not be read. */
type Entry = { path: string; copy: string | null; size: number; stamp: string }

const stampOf = ({ mtimeNs, ctimeNs, ino }: FoundFile['facts']) => `${mtimeNs} ${ctimeNs} ${ino}`
const listOf = (place: string) => join(place, 'files.jsonl')

/** Copies a folder's files, where it is small; by reference, where the file system can. */
export const takeCopy = async ({ folder, place, avoid }: TakeInput): Promise<Kept> => {
  const found: FoundFile[] = []
  let bytes = 0
  for await (const file of walk(folder, { avoid })) {
    found.push(file)
    bytes += Number(file.facts.size)
    if (found.length > MAX_FILES) return { by: 'none', why: words.notSaved.tooManyFiles(MAX_FILES) }
    if (bytes > MAX_BYTES) return { by: 'none', why: words.notSaved.tooLarge(MAX_BYTES) }
  }
  if (!(await hasRoom(place, bytes))) return { by: 'none', why: words.notSaved.noRoom }
  await mkdir(join(place, 'files'), { recursive: true, mode: 0o700 })
  const entries: Entry[] = []
  for (const { path, facts } of found) {
    const name = join('files', String(entries.length))
    const isCopied = await copyFile(path, join(place, name), constants.COPYFILE_FICLONE).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOSPC' || error.code === 'EDQUOT') throw error
        return false
      },
    )
    entries.push({ path, copy: isCopied ? name : null, size: Number(facts.size), stamp: stampOf(facts) })
  }
  await writeLines(listOf(place), entries)
  return { by: 'copy', files: entries.length, bytes }
}

export const hasRoom = async (place: string, bytes: number): Promise<boolean> => {
  const { bavail, bsize } = await statfs(place)
  return bavail * bsize > bytes + reserve
}

const writeLines = async (path: string, entries: readonly Entry[]) => {
  const file = await open(path, 'w', 0o600)
  try {
    for (const entry of entries) await file.write(`${JSON.stringify(entry)}\n`)
  } finally {
    await file.close()
  }
}

/** The lines of a list; one that was cut off at its end is left out. */
export const readLines = async <T>(path: string): Promise<T[]> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)
}

/** What differs from the copy, and all files that are in it. */
export const compareCopy = async ({ folder, place, avoid }: CompareInput) => {
  const entries = await readLines<Entry>(listOf(place))
  const known = new Set(entries.map(({ path }) => path))
  const isReal = realFolders()
  const changed: Difference[] = []
  for (const { path, copy, size, stamp } of entries) {
    if (copy === null) continue
    const before = join(place, copy)
    const facts = (await isReal(path)) ? await factsOf(path) : undefined
    if (!facts?.isFile()) changed.push({ path, before, isThere: false })
    else if (stampOf(facts) !== stamp && !(Number(facts.size) === size && (await areSame(path, before))))
      changed.push({ path, before, isThere: true })
  }
  const added: Difference[] = []
  for await (const { path } of walk(folder, { avoid })) {
    if (known.has(path)) continue
    if (added.length === MAX_NEW_FILES) return { changed, added, known, more: true }
    added.push({ path, isThere: true })
  }
  return { changed, added, known, more: false }
}

/** Whether two files have the same bytes; not so where one cannot be read. */
export const areSame = async (path: string, other: string): Promise<boolean> => {
  try {
    const [one, two] = await Promise.all([hashOf(path), hashOf(other)])
    return one === two
  } catch {
    return false
  }
}

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)
  for await (const chunk of createReadStream(path, { flags: flags as never })) hash.update(chunk)
  return hash.digest('hex')
}
