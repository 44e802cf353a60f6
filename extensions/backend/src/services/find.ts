import type { SearchResult } from '../contract/search.ts'
import type { WorkspaceStore } from '../storage/workspaces.ts'
import type { Searching } from './search.ts'
import { findWorkspace } from './workspaces.ts'

type Parts = { workspaces: WorkspaceStore; searching: Searching }

/** Search over one workspace, timed. */
export const findService = ({ workspaces, searching }: Parts) => ({
  /** @throws AppError `workspace.unknown` (404) */
  async search(
    workspaceId: string,
    { q, limit }: { q: string; limit: number },
    signal?: AbortSignal,
  ): Promise<SearchResult> {
    const began = performance.now()
    const { number } = findWorkspace(workspaces, workspaceId)
    const found = await searching.search({ workspaceId, workspaceNumber: number, q, limit }, signal)
    return { ...found, took: Math.round((performance.now() - began) * 10) / 10 }
  },
})
export type FindService = ReturnType<typeof findService>
