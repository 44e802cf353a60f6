import type { Task } from '../../shared/contract/tasks.ts'
import type { Library } from '../../storage/library/library.ts'
import { filterOf, readFilters, soundFilters } from '../../text/search/filters.ts'

/**
 * Ids of the documents that a task is about: those it names, and of these what the filters in its prompt let through.
 * Undefined where that is all there are.
 */
export const taskScope = async (
  { documentIds, prompt }: Pick<Task, 'documentIds' | 'prompt'>,
  workspaceNumber: () => number | Promise<number>,
  documentsOf: Library['documents']['searched'],
): Promise<string[] | undefined> => {
  const { filters } = readFilters(prompt)
  if (filters.length === 0) return documentIds
  const all = await documentsOf(await workspaceNumber())
  const sound = soundFilters(prompt, filters, all)
  const named = documentIds && new Set(documentIds)
  return all.filter(filterOf(sound, all)).flatMap(({ id }) => (!named || named.has(id) ? id : []))
}
