import type { Entry } from 'yauzl'
import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'

export type UnzipLimits = {
  /** Files in all, those of archives inside included. */
  files: number
  /** Bytes that all of them unpack to. */
  bytes: number
  /**
   * How often that may be more than the bytes that were sent, once it is more than `harmless`. Text packs 20 times, logs that
   * say the same over and over 200 times, and each archive around them adds next to nothing; only what is made to harm
   * goes beyond that, up to 1,032 times for each level.
   */
  ratio: number
  harmless: number
  /** Archives that lie too deep to be looked into. Some lie in what people keep; where there are many, nobody knows what they hold. */
  buried: number
}

const usual: UnzipLimits = { files: 20_000, bytes: 16 * 1024 ** 3, ratio: 200, harmless: 100 * 1024 ** 2, buried: 20 }

/** Entries that are looked at for each file that there may be: folders, and what systems leave behind. */
const entriesPerFile = 5

/** What the archives that are sent together may unpack to, on all levels. */
export type UnzipBudget = {
  limits: UnzipLimits
  /** Counts an archive that was sent, of so many bytes; calling what comes back takes back all that was counted since. */
  begin(size: number): () => void
  /** Counts entries of an archive. @throws AppError `document.bomb` */
  take(entries: readonly Entry[], name: string): void
  /** Counts an entry that was looked at, before it is held in memory. @throws AppError `document.bomb` */
  see(name: string): void
  /** Counts archives that lie too deep. @throws AppError `document.bomb` */
  bury(count: number, name: string): void
}

export const unzipBudget = (options: Partial<UnzipLimits> = {}): UnzipBudget => {
  const limits = { ...usual, ...options }
  let used = { sent: 0, files: 0, bytes: 0, entries: 0, buried: 0 }
  const tooMany = (name: string) => bomb(words.reading.bomb.tooManyFiles(name, limits.files))
  return {
    limits,
    begin(size) {
      const before = used
      used = { ...used, sent: used.sent + size }
      return () => {
        used = before
      }
    },
    see(name) {
      used.entries++
      if (used.entries > limits.files * entriesPerFile) tooMany(name)
    },
    bury(count, name) {
      used.buried += count
      if (used.buried > limits.buried) bomb(words.reading.bomb.tooManyDeep(name, limits.buried))
    },
    take(entries, name) {
      used.files += entries.length
      used.bytes += entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
      if (used.files > limits.files) tooMany(name)
      if (used.bytes > limits.bytes) bomb(words.reading.bomb.tooLarge(name, limits.bytes))
      if (used.bytes > limits.harmless && used.bytes > used.sent * limits.ratio) {
        bomb(words.reading.bomb.ratio(name, limits.ratio))
      }
      if (overlap(entries)) bomb(words.reading.bomb.overlap(name))
    },
  }
}

const bomb = (why: string): never => fail('document.bomb', why)

const localHeader = 30

const overlap = (entries: readonly Entry[]): boolean => {
  const inOrder = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)
  return inOrder.some((entry, at) => {
    const next = inOrder[at + 1]
    return (
      next && entry.relativeOffsetOfLocalHeader + localHeader + entry.compressedSize > next.relativeOffsetOfLocalHeader
    )
  })
}
