import { describe, expect, it } from 'vitest'
import { serverKey, toolName } from '../../../extensions/backend/src/agents/mcp/names.ts'
import { parseServers } from '../../../extensions/backend/src/agents/mcp/parse.ts'
import { commandLine } from '../../../extensions/backend/src/shared/command-line.ts'

const parse = (value: unknown) => parseServers(JSON.stringify(value))

describe('pasted settings', () => {
  const files = { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/home/me/my docs'] }
  const read = {
    name: 'files',
    setup: { transport: 'stdio', command: 'npx', args: files.args, env: {} },
    commandLine: "npx -y @modelcontextprotocol/server-filesystem '/home/me/my docs'",
  }

  it.each([
    { mcpServers: { files } },
    { servers: { files } },
    { mcp: { servers: { files } } },
    { files },
    { theme: 'dark', mcpServers: { files: { ...files, type: 'stdio', disabled: false } } },
  ])('are read in each of their usual forms: %j', (value) => {
    expect(parse(value)).toMatchObject({ servers: [read], problems: [] })
  })

  it('may be one server by itself', () => {
    expect(parse(files).servers).toMatchObject([{ name: 'server', commandLine: read.commandLine }])
  })

  it('may be a server at an address', () => {
    const { servers } = parse({
      mcpServers: { web: { type: 'http', url: 'https://mcp.example/mcp', headers: { A: 'b' } } },
    })
    expect(servers).toMatchObject([
      {
        setup: { transport: 'http', url: 'https://mcp.example/mcp', headers: { A: 'b' } },
        commandLine: 'https://mcp.example/mcp',
      },
    ])
  })

  it('say what has to be put in, and what is downloaded', () => {
    const [server] = parse({ s: { ...files, env: { KEY: 'YOUR_API_KEY', PORT: 8080 } } }).servers
    expect(server?.notes).toEqual([expect.stringContaining('YOUR_API_KEY'), expect.stringContaining('downloaded')])
    expect(server?.setup).toMatchObject({ env: { PORT: '8080' } })
  })

  it.each([
    [{ old: { type: 'sse', url: 'https://x.example/sse' } }, /SSE/],
    [{ bad: { command: '' } }, /^command: /],
    [{ bad: { command: 'x', args: 'y' } }, /^args: /],
    [{ bad: { command: 'x', env: { A: {} } } }, /^env\.A: /],
    [{ bad: { command: 'x', env: { 'A=B': 'c' } } }, /^env/],
    [{ bad: { url: 'file:///etc/passwd' } }, /^url: /],
    [{ bad: { url: 'https://a:b@x.example' } }, /^url: /],
    [{ bad: { url: 'https://x.example', headers: { A: 'b\r\nC: d' } } }, /^headers\.A: /],
    [{ ['x'.repeat(101)]: { command: 'x' } }, /^name: /],
  ])('leave out what cannot be added, saying why: %j', (mcpServers, message) => {
    const { servers, problems } = parse({ mcpServers: { ...mcpServers, files } })
    expect(servers).toHaveLength(1)
    expect(problems).toEqual([{ name: Object.keys(mcpServers)[0], message: expect.stringMatching(message) }])
  })

  it.each(['', '{', 'npx -y server'])('are JSON, unlike %j', (text) => {
    expect(() => parseServers(text)).toThrow(expect.objectContaining({ code: 'mcp.not-json' }))
  })

  it.each(['{}', '[]', '7', 'null', '{"mcpServers": {}}', '{"a": {"b": 1}}'])('name a server, unlike %s', (text) => {
    expect(() => parseServers(text)).toThrow(expect.objectContaining({ code: 'mcp.no-servers' }))
  })
})

describe('names', () => {
  it.each([
    ['Every Thing!', 'every-thing'],
    ['Übersicht 2', 'u-bersicht-2'],
    ['文件', 'server'],
    ['__a__b__', 'a-b'],
    ['x'.repeat(50), 'x'.repeat(20)],
  ])('%s is the server %s', (name, key) => expect(serverKey(name, () => false)).toBe(key))

  it('tell servers of one name apart', () => {
    const taken = new Set(['files', 'files-2', 'x'.repeat(20)])
    expect(serverKey('files', (key) => taken.has(key))).toBe('files-3')
    expect(serverKey('x'.repeat(30), (key) => taken.has(key))).toBe(`${'x'.repeat(18)}-2`)
  })

  it('of tools do for every model server, and tell tools apart', () => {
    expect(toolName('files', 'read_file')).toBe('mcp__files__read_file')
    const odd = ['a.b', 'a b', 'a_b', 'a/b', 'ä', 'long'.repeat(30), `${'long'.repeat(30)}er`, '']
    const names = odd.map((name) => toolName('x'.repeat(20), name))
    expect(new Set(names).size).toBe(odd.length)
    for (const name of names) expect(name).toMatch(/^[\w-]{1,64}$/)
  })
})

it('a command line can be typed as it is shown', () => {
  const args = ['plain', 'two words', "it's", '$(rm -rf /)', '', 'a=b']
  expect(commandLine({ command: 'run', args })).toBe(`run plain 'two words' 'it'\\''s' '$(rm -rf /)' '' a=b`)
})
