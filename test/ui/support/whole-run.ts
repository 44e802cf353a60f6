import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Task } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { filesystem } from '../../agents/mcp/support.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { modelAgents } from '../../support/model-agent.ts'
import { calls, hangs, says } from '../../support/model-answers.ts'
import { startModelServer } from '../../support/model-server.ts'
import { permit } from '../../support/samples.ts'
import { until } from '../../support/until.ts'
import { addMcpServer, clientOf, fees } from './model-run.ts'
import { serve } from './served.ts'

export const tool = 'mcp__files__read_text_file'
export const prompt = 'What does a mooring cost, and when is low tide?'
export const answer = 'A mooring in the inner harbour costs 340 euros a year'

/**
 * The stage of a whole run: real documents, a real MCP server with a file, and a model whose script reads that file, falls
 * silent (which is when the server is killed), is asked again, searches, and answers with a citation.
 */
export const setTheStage = async () => {
  const server = await startModelServer()
  onTestFinished(() => server[Symbol.asyncDispose]())
  const folder = temporaryFolder()
  const path = join(folder, 'tides.txt')
  writeFileSync(path, 'Low tide is at six.')
  const backend = await serve()
  const client = clientOf(backend)
  const on = modelAgents(client)
  const { id: workspaceId } = await client.workspace('Harbour')
  await client.add(workspaceId, fees, ['Permit.md', permit])
  await on.provider(server)
  await on.agent({ name: 'Pilot', tools: [tool, 'search_documents'] })
  await addMcpServer(client, 'files', [filesystem, folder])
  server.script(
    calls([{ name: tool, arguments: { path } }]),
    hangs,
    calls([{ name: 'search_documents', arguments: { query: 'mooring inner harbour' } }]),
    says(`${answer} [1]. Low tide is at six.`),
  )
  return {
    ...{ server, backend, client, path },
    /** The model was asked for the second time, and says nothing. */
    isSilent: () =>
      until(
        () => server.chats.length,
        (count) => count === 2,
        { limit: 60_000 },
      ),
    task: async () => (await client.json<Task[]>('/api/tasks'))[0] as Task,
  }
}
