import type { Agent } from '../shared/contract/agents.ts'
import type { Parts as ExternalParts } from './acp/run.ts'
import type { Run } from './agent.ts'

/** The code behind an agent, loaded with the first task that needs it. */
export const runOf =
  (external: ExternalParts) =>
  async ({ mode, kind }: Agent): Promise<Run> => {
    if (kind === 'external') return (await import('./acp/run.ts')).externalRun(external)
    if (mode === 'model') return (await import('./model/loop.ts')).work
    if (kind === 'summarize') return (await import('./extractive/summarize.ts')).summarize
    if (kind === 'extract') return (await import('./extractive/extract.ts')).extract
    return (await import('./extractive/answer.ts')).answer
  }

export const soFar = async (...run: Parameters<typeof import('./model/loop.ts').soFar>) => {
  const [, { kind }] = run
  const { soFar } = kind === 'external' ? await import('./acp/result.ts') : await import('./model/loop.ts')
  return soFar(...run)
}
