import { randomUUID } from 'node:crypto'
import type { AllTools } from '../../agents/run-tools.ts'
import { loadTool } from '../../agents/tools/index.ts'
import type { Tool } from '../../agents/tools/tool.ts'
import type { Logger } from '../../base/log.ts'
import { type OfferedTool, overHttp } from './server.ts'

type Parts = { tools: Pick<AllTools, 'signal' | 'model'>; version: string; log: Logger }

/** Tools that only read, and number what they show so that it can be cited. */
const names = ['search_documents', 'check_every_document', 'read_page', 'list_documents'] as const

/** What a task is about, for the program that works on it: it sees that and no more, as long as it works. */
export const taskOverHttp = async ({ tools, ...parts }: Parts) => {
  const found = (await Promise.all(names.map(loadTool))) as Tool[]
  const offered = found.map(
    ({ name, title, description, input, run }): OfferedTool => ({
      ...{ name, title, description, input },
      async run(given, { signal, onProgress }) {
        const either = AbortSignal.any([signal, tools.signal])
        const context = tools.model.context(`mcp:${randomUUID()}`, either, onProgress)
        return (await run(given, context)).text
      },
    }),
  )
  return overHttp({ ...parts, tools: offered })
}
