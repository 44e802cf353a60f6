import type { SearchResult } from '../../extensions/backend/src/shared/contract/search.ts'
import type { RunningBackend } from '../../test/support/backend.ts'
import { questions } from './corpus.ts'

/** Milliseconds over HTTP for each of a round of questions to a workspace. */
export const timeSearch = async (backend: RunningBackend, workspaceId: string, round: number): Promise<number[]> => {
  const latencies: number[] = []
  for (const question of questions(100, 10 + round)) {
    const started = performance.now()
    const query = new URLSearchParams({ q: question, limit: '20' })
    const { hits } = await backend.json<SearchResult>(`/api/workspaces/${workspaceId}/search?${query}`)
    latencies.push(performance.now() - started)
    if (hits.length === 0) throw new Error(`Nothing was found for "${question}".`)
  }
  return latencies
}
