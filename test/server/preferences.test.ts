import { afterEach, expect, test } from 'vitest'
import type { Preferences } from '../../extensions/backend/src/shared/contract/preferences.ts'
import { openApp, type TestApp } from '../support/app.ts'

let app: TestApp
afterEach(() => app.close())

const change = (body: unknown) =>
  app.request('/api/preferences', {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

test('preferences begin as usual, are changed one by one, and are there after a restart', async () => {
  app = await openApp()
  const workspaceId = '01900000-0000-7000-8000-00000000abcd'
  expect(await app.json<Preferences>('/api/preferences')).toEqual({ theme: 'system' })
  expect((await change({ theme: 'dark' })).status).toBe(200)
  expect(await (await change({ workspaceId })).json()).toEqual({ theme: 'dark', workspaceId })
  const { dataDir } = app
  await app.close({ keep: true })
  app = await openApp({ dataDir })
  expect(await app.json<Preferences>('/api/preferences')).toEqual({ theme: 'dark', workspaceId })
})

test('an unknown theme is refused by its name', async () => {
  app = await openApp()
  const response = await change({ theme: 'sepia' })
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('theme')
  expect(await app.json<Preferences>('/api/preferences')).toEqual({ theme: 'system' })
})
