import { mkdirSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Agent, NewAgent } from '../../extensions/backend/src/shared/contract/agents.ts'
import type { ApiClient } from './client.ts'
import { modelAgents } from './model-agent.ts'

/** The program that stands for an agent. */
export const double = join(import.meta.dirname, 'acp-program.ts')

/** A folder for a program to work in, by its real path, with room beside it for what the double notes. */
export const workingFolder = () => {
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), 'aios-acp-'))), 'work')
  mkdirSync(folder)
  return folder
}

type More = Partial<Omit<NewAgent, 'external'>> & { external?: object }

/** What tests do with programs as agents; `how` is how the double behaves. */
export const externalAgents = (app: Omit<ApiClient, 'launch'>, folder: string) => {
  const on = modelAgents(app)
  const agent = (how = '', { external = {}, ...more }: More = {}) =>
    app.postJson<Agent>('/api/agents', {
      ...{ name: 'Double', kind: 'external' },
      external: { command: process.execPath, args: [double, how], folder, allowed: true, ...external },
      ...more,
    })
  const launch = async (workspaceId: string, prompt: string, how = '', more: More = {}) =>
    on.launch({ agentId: (await agent(how, more)).id, workspaceId, prompt })
  return {
    ...on,
    agent,
    launch,
    run: async (...launched: Parameters<typeof launch>) => app.ended((await launch(...launched)).id),
    relaunch: on.launch,
    /** What the double noted that it was told and did. */
    notes: () => readFileSync(`${folder}.notes`, 'utf8'),
  }
}
