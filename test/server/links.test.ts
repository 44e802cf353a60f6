import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp, type TestApp } from '../support/app.ts'
import { temporaryFolder } from '../support/folder.ts'

const path = process.env.PATH
let app: TestApp

beforeAll(async () => {
  app = await openApp()
})
afterAll(async () => {
  process.env.PATH = path
  await app.close()
})

describe.skipIf(process.platform !== 'linux')('a link that leads out', () => {
  it('is opened by the system, as one argument that no shell reads', async () => {
    const programs = temporaryFolder()
    const opened = join(programs, 'opened')
    writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$#" "$1" > '${opened}'\n`)
    chmodSync(join(programs, 'xdg-open'), 0o755)
    process.env.PATH = `${programs}${delimiter}${path}`
    const response = await app.post('/api/links/open', { url: 'https://example.org/a b?q=";touch x"#$(id)' })
    expect(response.status).toBe(204)
    expect(readFileSync(opened, 'utf8')).toBe('1\nhttps://example.org/a%20b?q=%22;touch%20x%22#$(id)\n')
  })

  it('that is none of the web is refused, and a system that opens nothing is told of', async () => {
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', '--help', 'data:text/html,x', '']) {
      expect((await app.post('/api/links/open', { url })).status, url).toBe(400)
    }
    process.env.PATH = temporaryFolder()
    const response = await app.post('/api/links/open', { url: 'https://example.org/' })
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ error: { code: 'link.not-opened' } })
  })
})
