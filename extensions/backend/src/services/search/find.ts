import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { RecallResult } from '../../shared/contract/recall.ts'
import type { SearchResult, SimilarResult } from '../../shared/contract/search.ts'
import type { Library } from '../../storage/library/library.ts'
import type { Searching } from '../../workers/search-thread.ts'

type Parts = { library: Library; searching: Searching }
type Wanted = { q: string; limit: number; facets?: boolean }

/** Search over one workspace, timed. */
export const findService = ({ library: { workspaces, documents, pages }, searching }: Parts) => ({
  /** @throws AppError `workspace.unknown` (404) */
  async search(workspaceId: string, wanted: Wanted, signal?: AbortSignal): Promise<SearchResult> {
    const { number } = await workspaces.get(workspaceId)
    return timed(() => searching.search({ workspaceId, workspaceNumber: number, ...wanted }, signal))
  },

  /** What an agent would be handed, and why. @throws AppError `workspace.unknown` (404) */
  async recall(workspaceId: string, wanted: Wanted, signal?: AbortSignal): Promise<RecallResult> {
    const { number } = await workspaces.get(workspaceId)
    return timed(() => searching.recall({ workspaceId, workspaceNumber: number, ...wanted }, signal))
  },

  /** Passages like this one. @throws AppError `passage.unknown` (404) */
  async similarToPassage(
    passageId: string,
    { limit }: { limit: number },
    signal?: AbortSignal,
  ): Promise<SimilarResult> {
    const documentId = await pages.ofPassage(passageId)
    const numbers = documentId === undefined ? undefined : await documents.numbers(documentId)
    if (documentId === undefined || !numbers) {
      return fail('passage.unknown', words.pages.unknownPassage(passageId), {
        status: 404,
      })
    }
    const { workspaceNumber } = numbers
    return timed(() => searching.similar({ workspaceNumber, documentId, passageId, limit }, signal))
  },

  /** Passages of other documents like this one. @throws AppError `document.unknown` (404) */
  async similarToDocument(
    documentId: string,
    { limit }: { limit: number },
    signal?: AbortSignal,
  ): Promise<SimilarResult> {
    const numbers = await documents.numbers(documentId)
    if (!numbers) return fail('document.unknown', words.documents.unknown(documentId), { status: 404 })
    return timed(() => searching.similar({ workspaceNumber: numbers.workspaceNumber, documentId, limit }, signal))
  },
})

/** The answer with the milliseconds that it took. */
const timed = async <T>(work: () => Promise<T>): Promise<T & { took: number }> => {
  const began = performance.now()
  const found = await work()
  return { ...found, took: Math.round((performance.now() - began) * 10) / 10 }
}
