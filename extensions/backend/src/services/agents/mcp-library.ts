import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { usualLimits } from '../../shared/contract/agents.ts'
import type { Document, Page } from '../../shared/contract/documents.ts'
import type { SearchResult } from '../../shared/contract/search.ts'
import type { Result } from '../../shared/contract/tasks.ts'
import type { Workspace } from '../../shared/contract/workspaces.ts'
import type { Library, StoredWorkspace } from '../../storage/library/library.ts'
import type { Analysing } from '../../workers/analysis-threads.ts'
import type { Searching } from '../../workers/search-thread.ts'
import { taskScope } from '../tasks/task-scope.ts'

type Parts = {
  library: Library
  searching: Searching
  analysing: Analysing
}

/** Names that are told where a workspace is not found. */
const MAX_NAMED = 20

type Asking = { signal: AbortSignal; onProgress(words: string): void }

/** The library as other programs read it: nothing they do changes anything, nor shows as a task. */
export const libraryService = ({ library, searching, analysing }: Parts) => {
  const { workspaces, documents, claims, pages } = library
  const open = ({ number, workspace }: StoredWorkspace) => {
    const { id } = workspace
    const all = (): Promise<Document[]> => documents.ofWorkspace(id)
    const find = (q: string, limit: number, signal: AbortSignal, documentIds?: string[]) =>
      searching.search(
        { workspaceId: id, workspaceNumber: number, q, limit, ...(documentIds && { documentIds }) },
        signal,
      )
    return {
      workspace,
      documents: all,
      /** How many are still on their way into the index; nobody may be at it. */
      unfinished: async (): Promise<number> => (await claims.unfinished(id)).length,
      page: (documentId: string, page: number): Promise<Page | undefined> => pages.page(documentId, page),
      search: (query: string, limit: number, signal: AbortSignal): Promise<Omit<SearchResult, 'took'>> =>
        find(query, limit, signal),
      /** What the agent Answer says, from what is indexed now. */
      async ask(question: string, { signal, onProgress }: Asking): Promise<Result> {
        const { answer } = await import('../../agents/extractive/answer.ts')
        const scope = await taskScope({ prompt: question }, () => number, documents.searched)
        const inScope = scope && new Set(scope)
        return answer(
          { prompt: question },
          { limits: usualLimits },
          {
            signal,
            async step(_, title, work) {
              signal.throwIfAborted()
              onProgress(title)
              return (await work({ update: (_, words = title) => onProgress(words) })).value
            },
            unfinished: async () => [],
            documentChange: async () => undefined,
            documents: async () => (await all()).filter((document) => !inScope || inScope.has(document.id)),
            ready: () => documents.countReady(id, scope),
            search: (query, limit) => find(query, limit, signal, scope),
            quote: (request) => searching.quote(request, signal),
            // The table of all findings, which is kept nowhere.
            addArtifact: async ({ name, mediaType, bytes }) => ({ id: '', name, mediaType, size: bytes.length }),
            analyser: async () => analysing.open({ signal, workspaceNumber: number }),
            pageText: async (documentId, page) => (await pages.page(documentId, page))?.text,
          },
        )
      },
    }
  }

  return {
    workspaces: async (): Promise<Workspace[]> => (await workspaces.all()).map(({ workspace }) => workspace),
    /**
     * The workspace of that id or name; the only one where none is named.
     * @throws AppError `workspace.unknown`, `workspace.ambiguous`
     */
    async open(wanted?: string): Promise<ReturnType<typeof open>> {
      const all = await workspaces.all()
      const names = all.slice(0, MAX_NAMED).map(({ workspace }) => `“${workspace.name}” (${workspace.id})`)
      const sought = wanted?.trim().toLowerCase()
      const found = all.filter(
        ({ workspace: { id, name } }) => sought === undefined || id === sought || name.toLowerCase() === sought,
      )
      const [first] = found
      if (!first) return fail('workspace.unknown', words.workspaces.notNamed(wanted ?? '', names))
      if (found.length > 1) fail('workspace.ambiguous', words.workspaces.ambiguous(names))
      return open(first)
    },
  }
}
export type LibraryService = ReturnType<typeof libraryService>
