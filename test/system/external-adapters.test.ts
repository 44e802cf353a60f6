import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { FileChange } from '../../extensions/backend/src/shared/contract/journal.ts'
import { externalAgents, workingFolder } from '../support/external-agent.ts'
import { temporaryFolder } from '../support/folder.ts'
import { type Act, type apis, startScriptedApi } from '../support/scripted-apis.ts'
import { startToolServer, toolFolder } from '../support/tool-server.ts'
import { until } from '../support/until.ts'

/*
 * The real programs, each with a scripted model: they ask before they write and run, create files, and all that they did can be
 * taken back. They are more than 1 GB, so they are tested where somebody has installed them:
 *
 *   npm install --prefix /tmp/adapters @agentclientprotocol/codex-acp @agentclientprotocol/claude-agent-acp \
 *     @google/gemini-cli opencode-ai @github/copilot
 *   AIOS_ACP_ADAPTERS=/tmp/adapters npm test -- test/system/external-adapters.test.ts
 */
const adapters = process.env.AIOS_ACP_ADAPTERS
if (!adapters) console.warn('Not tested with real agents: AIOS_ACP_ADAPTERS names no folder that has them.')

const inModules = (path: string) => join(adapters ?? '', 'node_modules', path)

type Adapter = {
  api: keyof typeof apis
  /** Edits a.md from `before` to `after`, creates b.md, makes c.md by a command. */
  acts(at: (name: string) => string): Act[]
  external(url: string, home: string): { command: string; args: string[]; env: Record<string, string> }
  /** Questions that it puts: two for writing, and one for the command. */
  asks: number
}

const node = process.execPath
const patch = (lines: string) => `apply_patch <<'END'\n*** Begin Patch\n${lines}\n*** End Patch\nEND`

const all: Record<string, Adapter> = {
  codex: {
    api: 'responses',
    asks: 3,
    acts: () => [
      { tool: 'exec_command', input: { cmd: patch('*** Update File: a.md\n@@\n-before\n+after') } },
      { tool: 'exec_command', input: { cmd: patch('*** Add File: b.md\n+fresh') } },
      {
        tool: 'exec_command',
        input: { cmd: 'echo made > c.md', sandbox_permissions: 'require_escalated', justification: 'It is asked for.' },
      },
    ],
    external(url, home) {
      mkdirSync(join(home, '.codex'))
      writeFileSync(join(home, '.codex/auth.json'), JSON.stringify({ OPENAI_API_KEY: 'key-of-the-test' }))
      const provider = `[model_providers.test]\nname = "test"\nbase_url = "${url}/v1"\nwire_api = "responses"\nenv_key = "TEST_KEY"\n`
      writeFileSync(join(home, '.codex/config.toml'), `model = "scripted"\nmodel_provider = "test"\n${provider}`)
      const args = [inModules('@agentclientprotocol/codex-acp/dist/index.js')]
      return { command: node, args, env: { HOME: home, TEST_KEY: 'key-of-the-test' } }
    },
  },
  claude: {
    api: 'messages',
    asks: 3,
    acts: (at) => [
      { tool: 'Read', input: { file_path: at('a.md') } },
      { tool: 'Edit', input: { file_path: at('a.md'), old_string: 'before', new_string: 'after' } },
      { tool: 'Write', input: { file_path: at('b.md'), content: 'fresh\n' } },
      { tool: 'Bash', input: { command: 'echo made > c.md', description: 'Makes it' } },
    ],
    external: (url, home) => ({
      command: node,
      args: [inModules('@agentclientprotocol/claude-agent-acp/dist/index.js')],
      env: { HOME: home, ANTHROPIC_API_KEY: 'sk-ant-test', ANTHROPIC_BASE_URL: url, IS_SANDBOX: '1' },
    }),
  },
  gemini: {
    api: 'gemini',
    asks: 3,
    acts: (at) => [
      {
        tool: 'replace',
        input: { file_path: at('a.md'), old_string: 'before', new_string: 'after', instruction: 'x' },
      },
      { tool: 'write_file', input: { file_path: at('b.md'), content: 'fresh\n' } },
      { tool: 'replace', input: { file_path: at('c.md'), old_string: '', new_string: 'made\n', instruction: 'x' } },
    ],
    external: (url, home) => ({
      command: node,
      args: [inModules('@google/gemini-cli/bundle/gemini.js'), '--experimental-acp'],
      env: { HOME: home, GEMINI_API_KEY: 'key-of-the-test', GOOGLE_GEMINI_BASE_URL: url },
    }),
  },
  opencode: {
    api: 'chat',
    asks: 3,
    acts: (at) => [
      { tool: 'edit', input: { filePath: at('a.md'), oldString: 'before', newString: 'after' } },
      { tool: 'write', input: { filePath: at('b.md'), content: 'fresh\n' } },
      { tool: 'bash', input: { command: 'echo made > c.md', description: 'Makes it' } },
    ],
    external(url, home) {
      const options = { baseURL: `${url}/v1`, apiKey: 'key-of-the-test' }
      const models = { scripted: { name: 'scripted' } }
      const provider = { test: { npm: '@ai-sdk/openai-compatible', name: 'test', options, models } }
      // Its user lets it do all: the rules of AIOS stand above that.
      const config = { model: 'test/scripted', provider, permission: { edit: 'allow', bash: 'allow' } }
      const env = { HOME: home, OPENCODE_CONFIG_CONTENT: JSON.stringify(config), OPENCODE_DISABLE_AUTOUPDATE: '1' }
      return { command: inModules('opencode-linux-x64/bin/opencode'), args: ['acp'], env }
    },
  },
  copilot: {
    api: 'chat',
    asks: 3,
    acts: (at) => [
      { tool: 'edit', input: { path: at('a.md'), old_str: 'before', new_str: 'after' } },
      { tool: 'create', input: { path: at('b.md'), file_text: 'fresh\n' } },
      { tool: 'bash', input: { command: 'echo made > c.md', description: 'Makes it' } },
    ],
    external: (url, home) => ({
      command: inModules('@github/copilot-linux-x64/copilot'),
      args: ['--acp'],
      env: {
        ...{ HOME: home, COPILOT_OFFLINE: 'true', COPILOT_PROVIDER_BASE_URL: `${url}/v1` },
        ...{ COPILOT_PROVIDER_API_KEY: 'key-of-the-test', COPILOT_MODEL: 'gpt-5' },
      },
    }),
  },
}

describe.skipIf(!adapters)('a real program', () => {
  it.each(Object.entries(all))(
    '%s asks before it acts, and all that it does can be taken back',
    async (_, { api, acts, external, asks }) => {
      const folder = workingFolder()
      onTestFinished(() => rmSync(dirname(folder), { recursive: true, force: true }))
      const home = join(temporaryFolder(), 'home')
      mkdirSync(home)
      const at = (name: string) => join(folder, name)
      const text = (name: string) => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : undefined)
      writeFileSync(at('a.md'), 'before\n')

      await using model = await startScriptedApi(api, acts(at))
      await using server = await startToolServer(toolFolder(temporaryFolder()))
      const on = externalAgents(server, folder)
      const { id: workspaceId } = await server.workspace()
      const { id: agentId } = await on.agent('', { external: external(model.url, home) })
      const { id } = await on.relaunch({ agentId, workspaceId, prompt: 'Do as you are asked.' })
      for (let asked = 0; ; asked++) {
        const { approvals, status } = await until(
          () => on.task(id),
          (task) => task.approvals.some((each) => each.status === 'pending') || task.finishedAt !== undefined,
          { limit: 120_000 },
        )
        const open = approvals.find((each) => each.status === 'pending')
        if (!open) {
          expect([status, asked]).toEqual(['succeeded', asks])
          break
        }
        await on.decide(open as never, 'once')
      }
      const task = await on.task(id)
      expect(task.steps[1]?.detail).toMatchObject({ asking: 'asks' })
      expect([text('a.md'), text('b.md'), text('c.md')]).toEqual(['after\n', 'fresh\n', 'made\n'])

      const changes = await server.json<FileChange[]>(`/api/tasks/${id}/changes`)
      for (const change of changes.toReversed())
        expect((await server.post(`/api/changes/${change.id}/restore`)).status).toBe(201)
      expect([text('a.md'), text('b.md'), text('c.md')]).toEqual(['before\n', undefined, undefined])
    },
    300_000,
  )
})
