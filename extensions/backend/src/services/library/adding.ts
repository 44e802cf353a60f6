import type { Readable } from 'node:stream'
import { safeName } from '../../base/file-names.ts'
import * as words from '../../base/words/index.ts'
import type { Document } from '../../shared/contract/documents.ts'
import type { Library } from '../../storage/library/library.ts'
import { isArchive } from '../../text/extract/containers/unzip.ts'
import type { UnzipBudget } from '../../text/extract/containers/unzip-budget.ts'
import { mediaTypeOf } from './media-type.ts'
import { type Received, unpack } from './uploaded-zip.ts'

type Parts = {
  library: Library
  /** Told of each document that is new, or waits to be read again. */
  added: (document: Document) => void
}

/** A file on its way in: its name as sent, its bytes, whether the sender's limit cut it, and its own date in milliseconds. */
type Upload = { name: string; stream: Readable; isCut: () => boolean; modified?: number | undefined }

/** Bytes that one file may have. */
export const largestFile = 1024 ** 3

/** Said when it is needed: the first number that is written for people loads the locales' data, which takes 15 ms. */
export const tooLarge = () => words.documents.tooLarge(largestFile)

/** Files on their way to being documents. */
export const takingIn = ({ library: { documents, originals, workspaces }, added }: Parts) => {
  /**
   * Gives received bytes a document. The same bytes under the same name in the same folder are the same document, which
   * gets its original back where that was lost.
   */
  const keep = async (
    workspaceId: string,
    { sent, id: requestedId, ...received }: Received,
    { retry = false } = {},
  ): Promise<{ document: Document; isNew: boolean }> => {
    const { name, folder } = safeName(sent)
    const mediaType = mediaTypeOf(name, received.incoming.head)
    const names = { name, ...(folder !== undefined && { folder }) }
    const { document, isNew, isQueued } = await documents.add({
      ...{ workspaceId, ...names, mediaType, requestedId, retry },
      ...received,
    })
    if (isNew || isQueued) added(document)
    return { document, isNew }
  }

  const take = async (workspaceId: string, received: Received): Promise<Document> =>
    (await keep(workspaceId, received, { retry: true })).document

  return {
    keep,

    /**
     * Stores a file and queues it for indexing; of an archive each file, in a folder of the archive's name. A document
     * that is there already is given back as it stands, and tried again if it had failed. `signal` ends unpacking; what
     * was taken before stays. `budget` is what all archives that were sent together may unpack to.
     * @throws AppError `workspace.unknown` (404), `storage.full` (507)
     */
    async add(
      workspaceId: string,
      { name: sent, stream, isCut, modified }: Upload,
      { signal, budget }: { signal?: AbortSignal; budget?: UnzipBudget } = {},
    ): Promise<Document[]> {
      await workspaces.get(workspaceId)
      const incoming = await originals.receive(stream)
      if (isCut()) return [await take(workspaceId, { sent, incoming, error: tooLarge(), modified })]
      if (!(await isArchive(incoming.path, sent))) return [await take(workspaceId, { sent, incoming, modified })]
      try {
        const taken: Document[] = []
        for await (const file of unpack(sent, incoming, { originals, signal, budget }))
          taken.push(await take(workspaceId, file))
        return taken
      } finally {
        await originals.discard(incoming)
      }
    },
  }
}
