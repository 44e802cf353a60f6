import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openAgent } from '../../../extensions/backend/src/agents/acp/connection.ts'
import { double } from '../../support/external-agent.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { until } from '../../support/until.ts'

/** Starts the double; `exits` says how it ended. */
const start = (how: string, more: { signal?: AbortSignal; patience?: number } = {}) => {
  const exits: string[] = []
  const opening = openAgent({
    ...{ command: process.execPath, args: [double, how], folder: temporaryFolder(), env: {}, mark: `test:${how}` },
    ...{ version: '0.0.0', signal: new AbortController().signal, ...more },
    onLine: () => undefined,
    onSpawn: () => undefined,
    onExit: (reason) => void exits.push(reason),
  })
  return { opening, exits }
}

it('a program that never answers is given up after its time, and ended', async () => {
  const { opening, exits } = start('mute', { patience: 1 })
  await expect(opening).rejects.toMatchObject({
    code: 'acp.slow',
    message: expect.stringContaining('within 1 second.'),
  })
  await until(() => exits.length === 1)
})

it('a program that is stopped while it starts is ended', async () => {
  const stop = new AbortController()
  const { opening, exits } = start('mute', { signal: stop.signal })
  stop.abort(new Error('stopped'))
  await expect(opening).rejects.toThrow('stopped')
  await until(() => exits.length === 1)
})

it('a program that goes away says so to who waits for it', async () => {
  const { opening, exits } = start('')
  const { ask, facts } = await opening
  expect(facts.agentInfo?.name).toBe('double')
  const asking = ask((agent) =>
    agent
      .request('session/new', { cwd: join(temporaryFolder(), 'work'), mcpServers: [] })
      .then(({ sessionId }) => agent.request('session/prompt', { sessionId, prompt: [{ type: 'text', text: 'die' }] })),
  )
  await expect(asking).rejects.toMatchObject({ code: 'acp.gone', message: expect.stringContaining('code 3') })
  expect(exits).toHaveLength(1)
})
