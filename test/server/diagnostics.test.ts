import { appendFileSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Diagnostics, LogTail } from '../../extensions/backend/src/shared/contract/diagnostics.ts'
import { openApp, type TestApp, token } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

describe('diagnostics', () => {
  it('counts what there is, and names nothing that anybody wrote', async () => {
    const { id } = await app.workspace('Divorce papers')
    await app.add(id, ['settlement-of-jones.txt', 'The house goes to Ada Jones.'], ['broken.pdf', 'no PDF'])
    await app.ask(id, 'Who gets the house of Jones?')
    const key = 'sk-a-key-of-somebody-1234'
    const provider = {
      name: 'Office of Jones',
      baseUrl: 'http://models.jones.example/v1',
      key,
      defaultModel: 'jones-7b',
    }
    await app.post('/api/providers', provider)

    const report = await app.json<Diagnostics>('/api/diagnostics')
    expect(report).toMatchObject({
      version: '0.0.0',
      node: process.versions.node,
      documents: { ready: 1, failed: 1 },
      tasks: { succeeded: 1 },
      rows: { workspaces: 1, folders: 0 },
      providers: [
        { preset: 'custom', local: false, keyStore: 'file', models: 0, hasDefault: true, hasEmbeddings: false },
      ],
    })
    expect(report.storage.schema).toBeGreaterThan(0)
    expect(report.storage.database).toBeGreaterThan(10_000)
    expect(report.freeDisk).toBeGreaterThan(0)
    const said = JSON.stringify(report)
    for (const secret of [/jones/i, /divorce/i, /house/i, key, token]) expect(said).not.toMatch(secret)
  })

  it('puts ~ for the home of whoever runs it', async () => {
    const home = await openApp({ dataDir: join(app.dataDir, 'inner') })
    const { dataDir } = await home.json<Diagnostics>('/api/diagnostics')
    expect(dataDir).not.toContain(homedir())
    await home.close()
  })
})

describe('the log', () => {
  const path = () => join(app.dataDir, 'logs', 'aios.log')
  const write = (...lines: string[]) => {
    mkdirSync(join(app.dataDir, 'logs'), { recursive: true })
    appendFileSync(path(), lines.map((line) => `${line}\n`).join(''))
  }
  const tail = (lines = 200) => app.json<LogTail>(`/api/logs?lines=${lines}`)

  it('is empty where none is kept', async () => {
    expect(await tail()).toEqual({ path: path(), lines: [] })
  })

  it('comes line by line, the last ones, with what was noted beside the message', async () => {
    const err = { type: 'Error', message: 'no room', stack: 'Error: no room\n    at main.cjs:1:1' }
    write(
      '{"level":30,"time":"2026-11-20T10:00:00.000Z","pid":7,"name":"supervisor","port":50505,"msg":"The server listens"}',
      JSON.stringify({
        level: 50,
        time: '2026-11-20T10:00:01.000Z',
        pid: 8,
        name: 'server',
        err,
        msg: 'a request failed',
      }),
      'Killed',
      '{"level":"wrong"',
    )
    const { lines } = await tail()
    expect(lines).toEqual([
      {
        time: '2026-11-20T10:00:00.000Z',
        level: 'info',
        name: 'supervisor',
        message: 'The server listens',
        details: '{"port":50505}',
      },
      {
        time: '2026-11-20T10:00:01.000Z',
        level: 'error',
        name: 'server',
        message: 'a request failed',
        details: err.stack,
      },
      { level: 'info', message: 'Killed' },
      { level: 'info', message: '{"level":"wrong"' },
    ])
    expect((await tail(2)).lines).toEqual(lines.slice(-2))
    expect((await tail(1)).lines).toHaveLength(1)
  })

  it('shows no secret, though one was written into the file', async () => {
    const key = `sk-${'a1B2'.repeat(8)}`
    write(`{"level":30,"msg":"called with ${token} and Authorization: Bearer ${key}"}`, `apiKey=${key}`)
    const said = JSON.stringify(await tail())
    expect(said).toContain('[redacted]')
    expect(said).not.toContain(token)
    expect(said).not.toContain(key)
  })

  it('is read from its end, by whole lines', async () => {
    write(...Array.from({ length: 3000 }, (_, at) => JSON.stringify({ level: 30, msg: `${at} ${'ü'.repeat(200)}` })))
    const { lines } = await tail(2000)
    expect(lines.length).toBeGreaterThan(1000)
    expect(lines.every(({ message }) => /^\d+ ü{200}$/.test(message))).toBe(true)
    expect(lines.at(-1)?.message).toMatch(/^2999 /)
  })

  it.each(['0', '-1', 'all', '2001', '1.5'])('refuses to give %s lines', async (lines) => {
    expect((await app.request(`/api/logs?lines=${lines}`)).status).toBe(400)
  })

  it.each(['/api/logs', '/api/diagnostics', '/api/storage'])('%s wants the token', async (route) => {
    expect((await app.request(route, { headers: { authorization: 'Bearer wrong' } })).status).toBe(401)
    expect((await app.request(route, { headers: { origin: 'http://evil.example' } })).status).toBe(403)
  })
})
