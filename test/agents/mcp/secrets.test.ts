import { expect, it } from 'vitest'
import { double, everything, openMcp } from './support.ts'

it('are not told to models by servers that show their environment; what is no secret is', async () => {
  const { add, node, enable, call } = await openMcp()
  const env = { API_TOKEN: 'tok"en-of\\the-test', FOLDER: '/home/me/documents' }
  await enable(await add({ ...node(everything, 'stdio'), env }))
  const { text } = await call('mcp__server__get-env', {})
  expect(text).not.toContain('of\\')
  expect(text).toContain('"API_TOKEN": "[redacted]"')
  expect(text).toContain('/home/me/documents')
})

it('titles of tools hold no signs that nobody sees', async () => {
  const { add, node, enable } = await openMcp()
  const { tools } = await enable(await add(node(double, 'odd')))
  expect(tools.find(({ name }) => name === 'odd')?.title).toBe('Read a file exe.reteled')
})
