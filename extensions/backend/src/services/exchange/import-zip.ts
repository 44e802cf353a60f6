import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import yauzl from 'yauzl'
import { AppError, fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { unzipBudget } from '../../text/extract/containers/unzip-budget.ts'

/**
 * What a workspace may unpack to. An export holds what somebody took in bit by bit, so that more is harmless than of what is
 * sent at once.
 */
const limits = { files: 200_000, bytes: 64 * 1024 ** 3, harmless: 4 * 1024 ** 3 }
/** Bytes of an entry that is read into memory. */
const mostInMemory = 64 * 1024 ** 2

/**
 * Opens a ZIP that somebody gave us. Entry names are checked (no `..`, no absolute path, no backslash) but are never
 * used as paths; an entry that unpacks to more than it says breaks its stream.
 * @throws AppError `import.invalid` (400) when it is not a ZIP, is damaged, or is larger than any export
 */
export const openArchive = async (path: string) => {
  const zip = await yauzl.openPromise(path, { autoClose: false }).catch((error: Error) => invalid(error.message, error))
  const entries = new Map<string, yauzl.Entry>()
  const budget = unzipBudget(limits)
  budget.begin(zip.fileSize)
  try {
    for await (const entry of zip.eachEntry()) {
      budget.see('It')
      if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry)
    }
    budget.take([...entries.values()], 'It')
  } catch (error) {
    zip.close()
    const isBomb = error instanceof AppError && error.code === 'document.bomb'
    return invalid(isBomb ? words.exchange.tooLarge : (error as Error).message, error)
  }

  /** An entry's bytes as they unpack; undefined where there is none of that name. */
  const open = async (name: string): Promise<Readable | undefined> => {
    const entry = entries.get(name)
    return entry && Readable.from(await zip.openReadStreamPromise(entry))
  }

  return {
    open,
    /** Bytes that an entry says it unpacks to. */
    size: (name: string): number | undefined => entries.get(name)?.uncompressedSize,
    /** An entry as JSON; undefined where there is none of that name, or it is not JSON. */
    async json(name: string): Promise<unknown> {
      if ((entries.get(name)?.uncompressedSize ?? 0) > mostInMemory) return undefined
      const stream = await open(name)
      if (!stream) return undefined
      try {
        return JSON.parse((await buffer(stream)).toString('utf8'))
      } catch (error) {
        // A broken entry is the archive's fault, and the caller says which one is missing.
        if (error instanceof Error) return undefined
        throw error
      }
    },
    close: () => zip.close(),
  }
}
export type OpenArchive = Awaited<ReturnType<typeof openArchive>>

const invalid = (why: string, cause?: unknown): never =>
  fail('import.invalid', words.exchange.notExport(why), { cause })
