import { expect, it } from 'vitest'
import { call, emptyContext } from './context.ts'

const write = async (name: string, format: string, content: string) => {
  const { context, written } = emptyContext()
  const output = await call('write_artifact', { name, format, content }, context)
  const [file] = written
  return { output, name: file?.name, mediaType: file?.mediaType, text: Buffer.from(file?.bytes ?? []).toString('utf8') }
}

it.each([
  ['Report', 'markdown', '# Hä?', 'Report.md', 'text/markdown', '# Hä?'],
  ['data.json', 'json', '{"a": 1}', 'data.json', 'application/json', '{"a": 1}'],
  ['page', 'html', '<script>alert(1)</script>', 'page.html', 'text/html', '<script>alert(1)</script>'],
  ['list.txt', 'csv', 'a,b\n1,"x, y"', 'list.csv', 'text/csv', '\ufeffa,b\r\n1,"x, y"\r\n'],
])('keeps %s as %s', async (name, format, content, kept, mediaType, text) => {
  expect(await write(name, format, content)).toMatchObject({ name: kept, mediaType, text })
})

it.each([
  ['../../etc/passwd', 'passwd.md'],
  ['C:\\Windows\\system.ini', 'system.ini.md'],
  ['a\u202egpj.exe', 'agpj.exe.md'],
  ['..', 'untitled.md'],
  ['.md', 'untitled.md'],
  ['x'.repeat(200), `${'x'.repeat(196)}….md`],
])('takes no path and no trick for a name: %s', async (name, kept) => {
  expect((await write(name, 'markdown', 'x')).name).toBe(kept)
})

it('runs no formula where a table is opened', async () => {
  const { text } = await write('t', 'csv', 'name,sum\n=cmd|calc,-12.5\n@SUM(A1),+x')
  expect(text).toContain("'=cmd|calc,-12.5")
  expect(text).toContain("'@SUM(A1),'+x")
})

it.each([
  ['json', '{"a": }', /JSON/],
  ['csv', 'a,b\n1,2,3', /row 2 has 3 cells, but the first row has 2/],
  ['csv', 'a,b\n"1,2', /row/],
])('has %s corrected: %s', async (format, content, message) => {
  await expect(write('x', format, content)).rejects.toMatchObject({
    code: 'artifact.invalid',
    message: expect.stringMatching(message),
  })
})

it.each([
  { name: '', format: 'markdown', content: 'x' },
  { name: 'x', format: 'exe', content: 'x' },
  { name: 'x', format: 'markdown', content: '' },
  { name: 'x', format: 'markdown', content: 'x'.repeat(2_000_001) },
])('refuses bad arguments', async (input) => {
  const { context, written } = emptyContext()
  await expect(call('write_artifact', input, context)).rejects.toThrow()
  expect(written).toEqual([])
})
