import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { ui } from '../../extensions/backend/src/server/ui.ts'
import { temporaryFolder } from '../support/folder.ts'

test('files whose name is their content are kept by the browser for good, and that one is missing is not', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  const app = new Hono().get('*', ui(folder))
  const cacheOf = async (path: string) => {
    const { status, headers } = await app.request(path)
    return [status, headers.get('cache-control')]
  }

  expect(await cacheOf('/')).toEqual([200, 'no-cache'])
  expect(await cacheOf('/assets/panel-1.js')).toEqual([404, 'no-store'])
  writeFileSync(join(folder, 'assets/panel-1.js'), '')
  expect(await cacheOf('/assets/panel-1.js')).toEqual([200, 'public, max-age=31536000, immutable'])
})
