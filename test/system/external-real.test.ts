import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { FileChange } from '../../extensions/backend/src/shared/contract/journal.ts'
import { externalAgents, workingFolder } from '../support/external-agent.ts'
import { temporaryFolder } from '../support/folder.ts'
import { calls, type ModelRequest, says } from '../support/model-answers.ts'
import { startModelServer } from '../support/model-server.ts'
import { realAgent } from '../support/real-acp-agent.ts'
import { permit } from '../support/samples.ts'
import { startToolServer, toolFolder } from '../support/tool-server.ts'

const found = await realAgent()
if ('missing' in found) console.warn(`Not tested with a real agent: ${found.missing}`)

it.skipIf('missing' in found)(
  'a real agent searches, asks before it writes, and cites what it found',
  async () => {
    const folder = workingFolder()
    const home = join(temporaryFolder(), 'home')
    mkdirSync(home)
    onTestFinished(() => rmSync(dirname(folder), { recursive: true, force: true }))
    const file = join(folder, 'fee.md')

    /** Searches by the agent's way to servers of tools, which it may still be starting, writes what it found, and answers. */
    const reply = ({ body }: ModelRequest) => {
      const isConversation = body.tools?.some((tool) => tool.function.name === 'tool_call')
      const results = (body.messages ?? []).filter(({ role }) => role === 'tool').map((each) => JSON.stringify(each))
      const search = { name: 'mcp__aios__search_documents', arguments: { query: 'annual fee mooring' } }
      if (isConversation && !results.some((result) => result.includes('passage')))
        return calls([{ name: 'tool_call', arguments: search, id: `call_${results.length}` }], { pause: 100 })
      if (isConversation && !results.some((result) => result.includes('fee.md')))
        return calls([{ name: 'write_file', arguments: { file_path: file, content: '340 euros\n' }, id: 'write' }])
      return says('It costs “340 euros” a year [1].')
    }
    await using model = await startModelServer({ reply })
    await using server = await startToolServer(toolFolder(temporaryFolder()))
    const on = externalAgents(server, folder)
    const { id: workspaceId } = await server.workspace()
    await server.add(workspaceId, ['permit.md', permit])

    const { id: agentId } = await on.agent('', {
      approvals: { read: 'allow', write: 'ask', network: 'allow', run: 'allow' },
      external: {
        ...found,
        env: {
          ...{ OPENAI_API_KEY: 'key-of-the-test', OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'scripted' },
          ...{ HOME: home, USERPROFILE: home },
        },
      },
    })
    const { id } = await on.relaunch({
      agentId,
      workspaceId,
      prompt: 'What does a mooring cost a year? Note it in fee.md.',
    })
    const [asking] = await on.asked(id)
    expect(asking).toMatchObject({ risk: 'write', arguments: { diffs: [{ path: file, after: '340 euros\n' }] } })
    expect(existsSync(file)).toBe(false)
    await on.decide(asking as never, 'once')

    const task = await server.ended(id)
    expect(task).toMatchObject({
      status: 'succeeded',
      result: { citations: [{ documentName: 'permit.md', quote: '340 euros', verified: true }] },
    })
    expect(task.steps[1]).toMatchObject({ title: 'Started Qwen Code 0.24.4', detail: { mode: 'default' } })
    expect(task.result?.markdown).toContain('It changed 1 file')
    expect(readFileSync(file, 'utf8')).toBe('340 euros\n')
    const [change] = await server.json<FileChange[]>(`/api/tasks/${id}/changes`)
    expect(change).toMatchObject({ name: file, isUndone: false })
  },
  120_000,
)
