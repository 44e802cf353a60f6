import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { readHandshake } from '../../extensions/backend/src/supervisor/handshake.ts'
import { descendants, untilGone } from '../support/processes.ts'
import { until } from '../support/until.ts'

const handshake = { nlPort: '50505', nlToken: 'a.{b}', nlConnectToken: '{b}', nlExtensionId: 'app.aios.backend' }
const main = join(import.meta.dirname, '../../extensions/backend/src/main.ts')

const given = (...chunks: string[]) => {
  const input = new PassThrough()
  for (const chunk of chunks) input.write(chunk)
  return input
}

describe('reading it', () => {
  test('it is known by where the JSON ends, not by where the stream does', async () => {
    expect(await readHandshake(given(JSON.stringify(handshake)))).toEqual(handshake)
  })

  test('it may come in pieces, also such as end in a brace', async () => {
    const line = JSON.stringify(handshake)
    const cut = line.indexOf('}') + 1
    expect(await readHandshake(given(line.slice(0, 5), line.slice(5, cut), line.slice(cut)))).toEqual(handshake)
  })

  test.each([
    ['no JSON', 'hello\n', 'didn’t contain a handshake'],
    ['nothing', '', 'didn’t contain a handshake'],
    ['half of it', JSON.stringify(handshake).slice(0, 40), 'didn’t contain a handshake'],
    ['another object', '{"a":1}', 'lacks nlPort, nlToken, nlConnectToken, nlExtensionId'],
    ['a port that is a number', JSON.stringify({ ...handshake, nlPort: 50505 }), 'lacks nlPort'],
    ['a port that is none', JSON.stringify({ ...handshake, nlPort: '123456' }), 'nlPort of the handshake isn’t a port'],
  ])('%s is refused, saying who starts this', async (_, input, message) => {
    const stream = given(input)
    stream.end()
    await expect(readHandshake(stream)).rejects.toThrow(message)
    await expect(readHandshake(given(input).end())).rejects.toThrow('The AIOS window starts')
  })

  test('more than a handshake can be is not read on', async () => {
    await expect(readHandshake(given('x'.repeat(100_000)))).rejects.toThrow('didn’t contain a handshake')
  })

  test('one that does not come is given up', async () => {
    await expect(readHandshake(given('{'), { timeout: 50 })).rejects.toThrow(
      'No handshake arrived within 0.05 seconds.',
    )
  })
})

describe('the program', () => {
  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [main, ...args])
    const ended = Promise.all([once(child, 'exit'), text(child.stderr), text(child.stdout)])
    return { child, ended }
  }

  test.each([
    ['rubbish', 'rubbish'],
    ['nothing', ''],
  ])('given %s, says so and ends with 2, its server too', async (_, input) => {
    const { child, ended } = start('extension')
    const [server] = await until(
      () => descendants(child.pid as number),
      ([first]) => first,
    )
    child.stdin.end(input)
    const [[code], stderr, stdout] = await ended
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('didn’t contain a handshake')
    await untilGone([server as number], 3000)
  })

  test('waits only so long', async () => {
    const { child, ended } = start('extension')
    const [[code], stderr] = await ended
    expect(code).toBe(2)
    expect(stderr).toContain('No handshake arrived within 5 seconds.')
    child.stdin.destroy()
  })

  test('with a handshake to which nobody answers ends with 1', async () => {
    const { child, ended } = start('extension')
    child.stdin.end(JSON.stringify({ ...handshake, nlPort: '9' }))
    const [[code], stderr] = await ended
    expect(code).toBe(1)
    expect(stderr).toContain('The core of the app doesn’t respond on port 9')
  })
})
