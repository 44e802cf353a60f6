import Papa from 'papaparse'
import { expect } from 'vitest'
import type { Page } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { Task, TaskWithSteps } from '../../extensions/backend/src/shared/contract/tasks.ts'
import type { TestApp } from '../support/app.ts'

type More = { documentIds?: string[]; exhaustive?: boolean }

/** Launches an agent and waits for the task's end. */
export const run = async (
  app: TestApp,
  agentId: string,
  workspaceId: string,
  prompt: string,
  more: More = {},
): Promise<TaskWithSteps> => {
  const { id } = await app.postJson<Task>('/api/agents/run', { agentId, workspaceId, prompt, ...more })
  return app.ended(id)
}

/** Every citation stands word for word at its place on the stored page, and has its number in the markdown. */
export const expectExact = async (app: TestApp, { result }: Task): Promise<void> => {
  const pages = new Map<string, string>()
  for (const [index, citation] of (result?.citations ?? []).entries()) {
    const path = `/api/documents/${citation.documentId}/pages/${citation.page}`
    const text = pages.get(path) ?? (await app.json<Page>(path)).text
    pages.set(path, text)
    expect(text.slice(citation.start, citation.end)).toBe(citation.quote)
    expect(citation.quote.length).toBeGreaterThan(0)
    expect(citation.verified).toBe(true)
    expect(result?.markdown).toContain(`[${index + 1}]`)
  }
}

/** The rows of a task's only CSV, read back by its head. */
export const csvOf = async (app: TestApp, task: Task): Promise<Record<string, string>[]> => {
  const [artifact, ...others] = task.result?.artifacts ?? []
  expect(artifact?.mediaType).toBe('text/csv')
  expect(others).toEqual([])
  const response = await app.request(`/api/tasks/${task.id}/artifacts/${artifact?.id}`)
  const text = await response.text()
  const { data, errors } = Papa.parse<Record<string, string>>(text.replace(/^\ufeff/, ''), {
    header: true,
    skipEmptyLines: true,
  })
  expect(errors).toEqual([])
  return data
}
