import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openApp, type TestApp } from '../../support/app.ts'
import { externalAgents, workingFolder } from '../../support/external-agent.ts'

let app: TestApp
let folder: string
beforeEach(async () => {
  folder = workingFolder()
  app = await openApp()
})
afterEach(async () => {
  await app.close()
  rmSync(dirname(folder), { recursive: true, force: true })
})

it('what a program says of its secrets is neither kept nor exported', async () => {
  const { id: workspaceId } = await app.workspace()
  const secret = 'sk-of-the-test-42'
  const on = externalAgents(app, folder)
  const { id, result } = await on.run(workspaceId, 'reveal\ntool ls', '', { external: { env: { API_TOKEN: secret } } })
  expect(result?.markdown).toContain('My token is [redacted].')
  const task = await on.task(id)
  const contents = await Promise.all(task.steps.map((step) => on.content({ taskId: id, id: step.id })))
  expect(JSON.stringify([task, contents])).not.toContain(secret)
})
