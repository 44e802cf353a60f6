import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLogger, forPeople, redact } from '../../extensions/backend/src/base/log.ts'
import { logFiles } from '../../extensions/backend/src/base/log-files.ts'
import { loggedMark } from '../../extensions/backend/src/base/server-protocol.ts'
import { serverLog } from '../../extensions/backend/src/server/server-log.ts'
import { temporaryFolder } from '../support/folder.ts'

describe('nothing secret gets into a log', () => {
  const secret = 'kX9-_secretvalue1234567890'
  const lines: string[] = []
  const log = createLogger('test', { write: (line) => void lines.push(redact(line)) })

  test.each([
    ['a field', () => log.info({ token: secret })],
    ['a field of a field', () => log.info({ request: { headers: { authorization: `Bearer ${secret}` } } })],
    ['an apiKey deep inside', () => log.info({ provider: { settings: [{ apiKey: secret }] } })],
    ['another way to write it', () => log.info({ 'x-api-key': secret, client_secret: secret, nlConnectToken: secret })],
    ['JSON in a message', () => log.info(`sent ${JSON.stringify({ apiKey: secret, n: 1 })}`)],
    ['JSON in JSON in a message', () => log.info(JSON.stringify({ body: JSON.stringify({ password: secret }) }))],
    ['a header in a message', () => log.info(`Authorization: Bearer ${secret}`)],
    ['another header in a message', () => log.info(`authorization: ${secret}`)],
    ['an address', () => log.info(`http://127.0.0.1:1/#token=${secret} and ?a=1&access_token=${secret}&b=2`)],
    ['an object as Node prints it', () => log.info(`{ token: '${secret}' }`)],
    ['an error', () => log.error({ err: new Error(`refused: Bearer ${secret}`) })],
  ])('%s', (_, write) => {
    lines.length = 0
    write()
    expect(lines.join()).not.toContain(secret)
    expect(lines.join()).toContain('[redacted]')
    expect(() => lines.map((line) => JSON.parse(line))).not.toThrow()
  })

  test('the secrets of this launch, wherever they stand', () => {
    expect(redact(`a${secret}b`, [secret])).toBe('a[redacted]b')
  })

  test('what only sounds like one stays', () => {
    const line = '{"inputTokens":12,"msg":"The token is missing or wrong. 3 tokens, a secret garden"}'
    expect(redact(line)).toBe(line)
  })
})

test('lines are for programs, and are made for people where people read', async () => {
  const lines: string[] = []
  createLogger('server', { write: (text) => void lines.push(text) }, 42).warn({ port: 1 }, 'The disk is full')
  const [line = ''] = lines
  expect(JSON.parse(line)).toEqual({
    level: 40,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    pid: 42,
    name: 'server',
    port: 1,
    msg: 'The disk is full',
  })
  const text = await forPeople({ colour: false })
  expect(text(line)).toMatch(/^\[\d\d:\d\d:\d\d\.\d{3}\] WARN \(server\): The disk is full\n {4}port: 1\n$/)
  expect(text('no JSON')).toBe('no JSON\n')
})

test("the server's lines are in the files before they are printed, without what must stay secret", () => {
  const dataDir = temporaryFolder()
  const path = join(dataDir, 'logs/aios.log')
  const printed: [text: string, inFile: string][] = []
  const inFile = () => (existsSync(path) ? readFileSync(path, 'utf8') : '')
  const destination = serverLog({ write: (text) => void printed.push([text, inFile()]) })
  destination.write('{"early":1}\n')
  destination.writeTo(dataDir, ['the-launch-token'])
  destination.write('{"ref":"a1","said":"the-launch-token","apiKey":"abcdefgh"}\n')
  const redacted = '{"ref":"a1","said":"[redacted]","apiKey":"[redacted]"}\n'
  expect(printed).toEqual([
    ['{"early":1}\n', ''],
    [`${loggedMark}${redacted}`, redacted],
  ])
})

test('a line that the files do not take is left to the supervisor', () => {
  const notAFolder = join(temporaryFolder(), 'file')
  writeFileSync(notAFolder, '')
  const printed: string[] = []
  const destination = serverLog({ write: (text) => void printed.push(text) })
  destination.writeTo(notAFolder, [])
  destination.write('{"ref":"a1"}\n')
  expect(printed).toEqual(['{"ref":"a1"}\n'])
})

describe('log files', () => {
  let dataDir: string
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'aios-log-'))
  })
  afterEach(() => rmSync(dataDir, { recursive: true }))
  const names = () => readdirSync(join(dataDir, 'logs')).sort()
  const all = () =>
    names()
      .map((name) => readFileSync(join(dataDir, 'logs', name), 'utf8'))
      .join('')

  test('are put aside when full, and only a few are kept', async () => {
    const files = logFiles({ dataDir, maxBytes: 100, kept: 2 })
    for (let n = 0; n < 50; n++) {
      files.append(`${n} ${'x'.repeat(40)}\n`)
      await new Promise((resolve) => setTimeout(resolve, 2)) // their names tell the time
    }
    expect(names().length).toBeLessThanOrEqual(3)
    expect(names().at(0)).toMatch(/^aios-.*\.log$/)
    expect(all().length).toBeLessThanOrEqual(3 * 150)
    expect(all()).toContain('\n49 ')
  })

  test('hold every line of two instances that share the folder', () => {
    const instances = [
      logFiles({ dataDir, maxBytes: 2000, kept: 100 }),
      logFiles({ dataDir, maxBytes: 2000, kept: 100 }),
    ]
    for (let n = 0; n < 200; n++) for (const [index, files] of instances.entries()) files.append(`${index}:${n}\n`)
    const lines = all().trimEnd().split('\n')
    expect(new Set(lines).size).toBe(400)
    expect(lines).toHaveLength(400)
  })
})
