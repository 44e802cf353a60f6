import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { type ToolName, toolNames } from './facts.ts'
import type { Question, Tool } from './tool.ts'

export { toolNames }

/** Each tool's code is loaded with its first call. */
const loaders: Readonly<Record<ToolName, () => Promise<Tool | Question>>> = {
  search_documents: async () => (await import('./search-documents.ts')).searchDocuments,
  check_every_document: async () => (await import('./check-every-document.ts')).checkEveryDocument,
  read_page: async () => (await import('./read-page.ts')).readPage,
  list_documents: async () => (await import('./list-documents.ts')).listDocuments,
  write_artifact: async () => (await import('./write-artifact.ts')).writeArtifact,
  calculate: async () => (await import('./calculate.ts')).calculate,
  ask_user: async () => (await import('./ask-user.ts')).askUser,
  fetch_url: async () => (await import('./fetch-url.ts')).fetchUrl,
  run_agent: async () => (await import('./run-agent.ts')).runAgent,
}

/**
 * A tool that comes with AIOS, by the name that models call it by.
 * @throws AppError `tool.unknown` (404)
 */
export const loadTool = async (name: string): Promise<Tool | Question> => {
  if (!Object.hasOwn(loaders, name)) return fail('tool.unknown', words.tools.unknown(name), { status: 404 })
  return loaders[name as ToolName]()
}
