import { expect, it } from 'vitest'
import type { Session } from '../../../extensions/backend/src/agents/mcp/session.ts'
import { AppError } from '../../../extensions/backend/src/base/errors.ts'
import { type Hooks, mcpConnection } from '../../../extensions/backend/src/services/agents/mcp-connection.ts'
import { until } from '../../support/until.ts'

/** A connection to servers of the test's own: each start waits for `let through`. */
const opened = ({ idle = 60_000, delays = [0] } = {}) => {
  const starts: { hooks: Hooks; begin: () => void; isClosed: boolean }[] = []
  const connection = mcpConnection({
    idle,
    delays,
    onChange: () => undefined,
    isForgotten: () => false,
    callFailure: (error) => new AppError('mcp.failed', (error as Error).message),
    async open(hooks) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const start = { hooks, begin: resolve, isClosed: false }
      starts.push(start)
      hooks.signal.addEventListener('abort', () => reject(hooks.signal.reason))
      await promise
      const call: Session['call'] = async (name) => {
        if (name === 'fail') throw new Error('no')
        return { content: [{ type: 'text', text: name }] }
      }
      const close = async () => {
        start.isClosed = true
      }
      return { tools: [], call, close }
    },
  })
  const call = (name = 'say', signal = new AbortController().signal) =>
    connection.call(name, {}, { signal, onProgress: () => undefined })
  return { connection, starts, call }
}

it('calls at the same time share one start', async () => {
  const { connection, starts, call } = opened()
  const both = Promise.all([call('one'), call('two')])
  expect(connection.state.status).toBe('starting')
  starts[0]?.begin()
  expect((await both).map(({ content }) => content[0])).toMatchObject([{ text: 'one' }, { text: 'two' }])
  expect(starts).toHaveLength(1)
})

it('a call that is aborted while its server starts ends the start, unless another waits for it', async () => {
  const { connection, starts, call } = opened()
  const [one, other] = [new AbortController(), new AbortController()]
  const calls = [call('one', one.signal), call('two', other.signal)]
  one.abort(new Error('cancelled'))
  await expect(calls[0]).rejects.toThrow('cancelled')
  expect(starts[0]?.hooks.signal.aborted).toBe(false)
  other.abort(new Error('cancelled, too'))
  await expect(calls[1]).rejects.toThrow('cancelled, too')
  expect(starts[0]?.hooks.signal.aborted).toBe(true)
  expect(connection.state.status).toBe('stopped')
})

it('what was idle for long is ended, and started again by the next call', async () => {
  const { connection, starts, call } = opened({ idle: 30 })
  const first = call()
  starts[0]?.begin()
  await first
  await until(() => connection.state.status === 'stopped')
  expect(starts[0]?.isClosed).toBe(true)
  const second = call()
  starts[1]?.begin()
  await second
  expect(connection.state.status).toBe('ready')
})

it('a start that was overtaken by another changes nothing', async () => {
  const { connection, starts, call } = opened()
  const late = call()
  const restarted = connection.restart()
  await expect(late).rejects.toMatchObject({ code: 'mcp.stopped' })
  await until(() => starts[1])
  starts[1]?.begin()
  await restarted
  expect(connection.state.status).toBe('ready')
  await connection.close()
  expect(starts[1]?.isClosed).toBe(true)
  await expect(call()).rejects.toMatchObject({ code: 'mcp.stopped' })
  await expect(connection.restart()).rejects.toMatchObject({ code: 'mcp.stopped' })
})

it('a failed call is told in words, and leaves the server as it is', async () => {
  const { connection, starts, call } = opened()
  const failing = call('fail')
  starts[0]?.begin()
  await expect(failing).rejects.toMatchObject({ code: 'mcp.failed', message: 'no' })
  expect(connection.state.status).toBe('ready')
})

it('a server that died is started again by itself, and its death told meanwhile', async () => {
  const { connection, starts, call } = opened({ delays: [20] })
  const first = call()
  starts[0]?.begin()
  await first
  starts[0]?.hooks.onExit('It exited with code 3.')
  starts[0]?.hooks.onClosed()
  expect(connection.state).toMatchObject({ status: 'starting', error: 'It exited with code 3.' })
  await until(() => starts[1])
  starts[1]?.begin()
  await until(() => connection.state.status === 'ready')
  expect(connection.state).toEqual({ status: 'ready', log: ['It exited with code 3.'] })
})
