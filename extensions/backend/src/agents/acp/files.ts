import { constants } from 'node:fs'
import { lstat, open, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { AppError, fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'

/** Bytes of a file that is read, and that is written. */
const largestFile = 5 * 1024 ** 2

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code
const isMissing = (error: unknown) => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'

/** Files of one folder, and of none beside it, whatever links lead out of it. */
export const folderFiles = async (folder: string) => {
  const root = await realFolder(folder)

  const isInside = (path: string) => {
    const way = relative(root, path)
    return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
  }

  /** Where a path really leads; a part of it may not be there yet. */
  const real = async (path: string): Promise<string> => {
    try {
      return await realpath(path)
    } catch (error) {
      if (!isMissing(error) || dirname(path) === path) throw error
      if (await isLink(path)) return outside(path) // to what is not there: where that is, nobody can tell
      return join(await real(dirname(path)), basename(path))
    }
  }

  const outside = (path: string): never => fail('acp.outside', words.agentFiles.outside(path, root))

  /** The file's real path. @throws AppError `acp.outside`, `acp.path` */
  const inside = async (path: string): Promise<string> => {
    if (!isAbsolute(path) || path.includes('\0'))
      return fail('acp.path', words.agentFiles.notAbsolute(path.slice(0, 200)))
    const found = await real(path)
    return isInside(found) ? found : outside(path)
  }

  /** @throws AppError `acp.missing`, `acp.not-a-file`, `acp.too-large`, `acp.no-text` */
  const bytesOf = async (path: string): Promise<Buffer> => {
    // Neither follows a link that was put there meanwhile, nor waits for what a pipe may say.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
    const file = await open(path, flags).catch((error: unknown) => {
      if (isMissing(error)) return fail('acp.missing', words.agentFiles.missing(path), { cause: error })
      return fail('acp.unreadable', words.agentFiles.unreadable(path, codeOf(error)), { cause: error })
    })
    try {
      const facts = await file.stat()
      if (!facts.isFile()) fail('acp.not-a-file', words.agentFiles.notFile(path))
      if (facts.size > largestFile) fail('acp.too-large', words.agentFiles.tooLarge(path, largestFile))
      return await file.readFile()
    } finally {
      await file.close()
    }
  }

  return {
    root,
    inside,
    /** Whether a path leads into the folder. */
    holds: async (path: string): Promise<boolean> =>
      inside(path).then(
        () => true,
        () => false,
      ),

    /** The text of a file, or of some of its lines, the first being 1. */
    async read(path: string, { line, limit }: { line?: number | null; limit?: number | null } = {}): Promise<string> {
      const text = textOf(path, await bytesOf(await inside(path)))
      if (line == null && limit == null) return text
      const first = Math.max((line ?? 1) - 1, 0)
      return text
        .split(/(?<=\n)/)
        .slice(first, limit == null ? undefined : first + limit)
        .join('')
    },

    /** What a file is just now; undefined where there is none. */
    async current(path: string): Promise<Buffer | undefined> {
      try {
        return await bytesOf(path)
      } catch (error) {
        if (error instanceof AppError && error.code === 'acp.missing') return undefined
        throw error
      }
    },
  }
}
export type FolderFiles = Awaited<ReturnType<typeof folderFiles>>

/** What may be written. @throws AppError `acp.too-large` */
export const asBytes = (path: string, text: string): Buffer => {
  const bytes = Buffer.from(text)
  if (bytes.length > largestFile) fail('acp.too-large', words.agentFiles.tooMuch(path, largestFile))
  return bytes
}

const realFolder = async (folder: string): Promise<string> => {
  const path = await realpath(folder).catch((cause: unknown) =>
    fail('external.folder', words.externalAgents.folderGone(folder), { cause }),
  )
  return (await stat(path)).isDirectory() ? path : fail('external.folder', words.externalAgents.notFolder(folder))
}

const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    (facts) => facts.isSymbolicLink(),
    () => false,
  )

const textOf = (path: string, bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    return fail('acp.no-text', words.agentFiles.notText(path), { cause })
  }
}
