import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Document } from '../../shared/contract/documents.ts'
import type { Library } from '../../storage/library/library.ts'
import type { TaskFiles } from '../../storage/tasks/task-files.ts'
import { faultIn } from '../library/original-faults.ts'

/** What an export does about files that are damaged: it is refused for them, or goes without. */
export type ExportOptions = { skip?: 'damaged' | undefined }

/** Names that are told. */
const mostNamed = 5

/** The files that go into an export, each held against its checksum before the first byte of it goes out. */
export const exportFiles = (originals: Library['originals'], made: TaskFiles) => {
  const faults: string[] = []
  const paths = new Map<string, string>()

  /** Where a file is; why it is nowhere, otherwise. */
  const seek = async (name: string, open: () => Promise<string>): Promise<{ path: string } | { reason: string }> => {
    try {
      return { path: await open() }
    } catch (error) {
      const fault = faultIn(error)
      if (!fault) throw error
      faults.push(name)
      return { reason: fault.message }
    }
  }

  return {
    /** The original of a document. One that could not be had when it was added is no fault. */
    async original(document: Document): Promise<{ path: string } | { reason: string }> {
      if (document.status === 'failed' && document.errorCode === undefined) {
        return { reason: document.error ?? words.exchange.neverRead }
      }
      return await seek(document.name, () => originals.open(document))
    },

    /** Looks for a file that a task made. */
    async made(file: { name: string; sha256: string }): Promise<void> {
      const found = await seek(file.name, () => made.open(file))
      if ('path' in found) paths.set(file.sha256, found.path)
    },
    /** Where it was found. */
    pathOf: (sha256: string) => paths.get(sha256),

    /** @throws AppError `export.damaged` (409) where files are damaged and were not to be skipped */
    check({ skip }: ExportOptions): void {
      if (faults.length === 0 || skip === 'damaged') return
      const names = faults.slice(0, mostNamed)
      fail('export.damaged', words.exchange.damaged(names, faults.length - names.length), { status: 409 })
    },
  }
}
export type ExportFiles = ReturnType<typeof exportFiles>
