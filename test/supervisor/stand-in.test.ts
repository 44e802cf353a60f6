import { expect, test } from 'vitest'
import { startBackend } from '../support/backend.ts'
import { roleBelow } from '../support/processes.ts'
import { until } from '../support/until.ts'

test('without a window, the sixth crash leaves somebody at the port who says why and starts it again', async () => {
  await using backend = await startBackend()
  const url = `http://127.0.0.1:${backend.port}`
  const { id } = await backend.workspace('Kept')
  const status = () =>
    fetch(`${url}/health`).then(
      (response) => response.status,
      () => 0,
    )
  for (let crash = 1; crash <= 6; crash++) {
    const server = await until(() => roleBelow(backend.pid, 'server'))
    await until(status, (now) => now === 200)
    process.kill(server as number, 'SIGKILL')
    await until(() => roleBelow(backend.pid, 'server') !== server)
  }
  await until(status, (now) => now === 503)
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'failed', app: 'AIOS', version: '0.1.0' })

  const state = await backend.json<{ state: string; cause: string; logTail: string[] }>('/api/backend')
  expect(state).toMatchObject({ state: 'failed', cause: 'The server was ended by SIGKILL.' })
  expect(state.logTail.length).toBeGreaterThan(0)
  expect(JSON.stringify(state)).not.toContain(backend.token)

  const refused = [
    await fetch(`${url}/api/backend`),
    await fetch(`${url}/api/backend/retry`, { method: 'POST', headers: { authorization: 'Bearer wrong' } }),
    await backend.request('/api/backend', { headers: { origin: 'http://evil.example' } }),
    await backend.request('/api/workspaces'),
  ]
  expect(refused.map((response) => response.status)).toEqual([401, 401, 403, 503])

  expect((await backend.request('/api/backend/retry', { method: 'POST' })).status).toBe(202)
  await until(status, (now) => now === 200)
  expect(await backend.json('/api/workspaces')).toMatchObject([{ id, name: 'Kept' }])
})
