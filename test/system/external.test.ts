import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import type { FileChange } from '../../extensions/backend/src/shared/contract/journal.ts'
import { openApp } from '../support/app.ts'
import type { ApiClient } from '../support/client.ts'
import { externalAgents, workingFolder } from '../support/external-agent.ts'
import { temporaryFolder } from '../support/folder.ts'
import { namedBelow, untilGone } from '../support/processes.ts'
import { permit } from '../support/samples.ts'
import { startToolServer, toolFolder } from '../support/tool-server.ts'
import { until } from '../support/until.ts'

/** Programs as agents of a server, in a folder of their own. */
const agentsOf = async (app: Omit<ApiClient, 'launch'>) => {
  const folder = workingFolder()
  onTestFinished(() => rmSync(dirname(folder), { recursive: true, force: true }))
  return { ...externalAgents(app, folder), folder, workspaceId: (await app.workspace()).id }
}

const inProcess = async () => {
  const app = await openApp()
  onTestFinished(() => app.close())
  return { app, ...(await agentsOf(app)) }
}

it('a program is gone within a second when its task is cancelled, with all that it started', async () => {
  const { app, workspaceId, ...on } = await inProcess()
  const { id } = await on.launch(workspaceId, 'child\nsay Half.\nhang', 'stubborn')
  const answering = await until(
    () => on.task(id),
    ({ steps }) => steps.some(({ title }) => title.includes('answering')),
  )
  expect(answering.status).toBe('running')
  const ours = namedBelow(process.pid, 'acp-')
  expect(ours.length).toBeGreaterThanOrEqual(2)
  await app.post(`/api/tasks/${id}/cancel`)
  await untilGone(ours, 1000)
  const task = await until(
    () => on.task(id),
    ({ result }) => result !== undefined,
  )
  expect(task).toMatchObject({ status: 'cancelled', result: { markdown: 'Half.', stoppedBy: 'cancel' } })
})

it('what it asked is withdrawn when its task is cancelled meanwhile', async () => {
  const { app, workspaceId, ...on } = await inProcess()
  const { id } = await on.launch(workspaceId, 'ask x')
  const [asking] = await on.asked(id)
  const ours = namedBelow(process.pid, 'acp-program')
  expect(ours).toHaveLength(1)
  await app.post(`/api/tasks/${id}/cancel`)
  await untilGone(ours, 1000)
  expect((await on.task(id)).approvals).toMatchObject([{ status: 'withdrawn' }])
  expect((await on.decide(asking as never, 'once')).status).toBe(409)
})

it('it ends with AIOS; its task is interrupted, says so, and is retried by its user only', async () => {
  const app = await openApp()
  const { workspaceId, folder, ...on } = await agentsOf(app)
  const { id } = await on.launch(workspaceId, 'say Half.\nask x')
  await on.asked(id)
  const ours = namedBelow(process.pid, 'acp-program')
  await app.close({ keep: true })
  await untilGone(ours, 1000)
  const next = await openApp({ dataDir: app.dataDir })
  onTestFinished(() => next.close())
  const task = await externalAgents(next, folder).task(id)
  expect(task).toMatchObject({ status: 'interrupted', approvals: [{ status: 'withdrawn' }] })
  expect(task.error).toMatch(/AIOS was closed .* Resume to continue/)
  expect(on.notes()).not.toContain('did x')
})

it.each(['hang', 'ask x'])('it is ended by the next server when its own was killed (%s)', async (last) => {
  const place = toolFolder(temporaryFolder())
  const server = await startToolServer(place)
  const { workspaceId, folder, ...on } = await agentsOf(server)
  const { id } = await on.launch(workspaceId, `child\nsay Half of it.\n${last}`, 'stubborn')
  await until(
    () => on.task(id),
    ({ status, steps }) =>
      last === 'hang' ? steps.some(({ title }) => title.includes('answering')) : status === 'waiting',
  )
  const ours = namedBelow(process.pid, 'acp-')
  expect(ours.length).toBeGreaterThanOrEqual(2)
  await delay(600) // what was said is stored by then
  await server.kill()

  await using next = await startToolServer(place, { afterCrash: true })
  const again = externalAgents(next, folder)
  const task = await next.ended(id)
  expect(task.status).toBe('interrupted')
  expect(task.error).toMatch(/AIOS crashed .* Resume to continue/)
  if (last === 'ask x') expect(task.approvals).toMatchObject([{ status: 'withdrawn' }])
  await untilGone(ours, 10_000)
  expect(on.notes()).not.toContain('did x')
  expect(on.notes().match(/prompted/g)).toHaveLength(1)

  await next.post(`/api/tasks/${id}/retry`)
  await until(
    () => again.task(id),
    ({ steps }) => steps.some(({ title, status }) => title.startsWith('Resumed') && status === 'done'),
  )
  const retried = namedBelow(process.pid, 'acp-')
  expect(retried).not.toEqual([])
  await next.post(`/api/tasks/${id}/cancel`)
  await untilGone(retried, 1000)
})

it('it searches what its task is about by itself, as long as that goes on, and cites it by number', async () => {
  await using server = await startToolServer(toolFolder(temporaryFolder()))
  const { workspaceId, ...on } = await agentsOf(server)
  const [seen] = await server.add(
    workspaceId,
    ['permit.md', permit],
    ['other.md', 'The annual fee of another mooring is 999 euros.'],
  )
  const { id: agentId } = await on.agent('', { external: { documents: 'none' } })
  const { id } = await on.relaunch({
    ...{ agentId, workspaceId, documentIds: [seen?.id as string] },
    prompt: 'search annual fee mooring\ntool then\nask x\nsay It costs “340 euros” a year [1].',
  })
  const [asking] = await on.asked(id)
  const { url, headers } = JSON.parse(/library (.*)/.exec(on.notes())?.[1] ?? '')
  const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' }
  expect((await fetch(url, init)).status).not.toBe(401)
  await on.decide(asking as never, 'once')
  const task = await server.ended(id)
  expect(task.result?.citations).toMatchObject([{ documentName: 'permit.md', quote: '340 euros', verified: true }])
  const said = task.steps.find(({ title }) => title.endsWith('answered'))
  const { text } = await on.content(said as never)
  expect(text).toContain('340 euros')
  expect(text).not.toContain('999')
  expect((await fetch(url, init)).status).toBe(401)
})

it.each(['killed', 'ended'])('what it wrote can be taken back when AIOS was %s meanwhile', async (how) => {
  const place = toolFolder(temporaryFolder())
  const server = await startToolServer(place)
  const { workspaceId, folder, ...on } = await agentsOf(server)
  const at = (name: string) => join(folder, name)
  writeFileSync(at('a.md'), 'before')
  writeFileSync(at('gone.md'), 'still wanted')
  const prompt = `tick ${at('b.md')}\nremove ${at('gone.md')}\nquiet ${at('a.md')} after\nhang`
  const approvals = { read: 'allow', write: 'allow', network: 'allow', run: 'allow' } as const
  const { id } = await on.launch(workspaceId, prompt, 'stubborn', { approvals })
  await until(() => readFileSync(at('a.md'), 'utf8') === 'after')
  if (how === 'killed') await server.kill()
  else await server.stop()

  await using next = await startToolServer(place, { afterCrash: how === 'killed' })
  const task = await next.ended(id)
  expect(task.status).toBe('interrupted')
  const changes = await until(
    () => next.json<FileChange[]>(`/api/tasks/${id}/changes`),
    ({ length }) => length === 3,
  )
  // Nothing was written any more when it was looked at.
  for (const change of changes) expect((await next.post(`/api/changes/${change.id}/restore`)).status).toBe(201)
  expect(readFileSync(at('a.md'), 'utf8')).toBe('before')
  expect(readFileSync(at('gone.md'), 'utf8')).toBe('still wanted')
  expect(existsSync(at('b.md'))).toBe(false)
  expect(await next.json<FileChange[]>(`/api/tasks/${id}/changes`)).toHaveLength(6)
})
