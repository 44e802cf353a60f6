import type { Readable } from 'node:stream'
import { fail } from '../base/errors.ts'
import * as words from '../base/words/index.ts'
import { isPort } from './launch.ts'

/** What the Neutralino core writes to an extension's standard input: one JSON object, all strings, the port too. */
export type Handshake = { nlPort: string; nlToken: string; nlConnectToken: string; nlExtensionId: string }

const fields = ['nlPort', 'nlToken', 'nlConnectToken', 'nlExtensionId'] as const
const MAX_LENGTH = 64 * 1024

/**
 * Reads the handshake. Its end is where the JSON is complete: the core closes the stream right after, but there is no
 * reason to depend on that.
 * @throws AppError `handshake.invalid` when it is something else, `handshake.late` when nothing whole came in `timeout` ms
 */
export const readHandshake = async (input: Readable, { timeout = 5000 } = {}): Promise<Handshake> => {
  const late = AbortSignal.timeout(timeout)
  const stop = () => input.destroy(late.reason)
  late.addEventListener('abort', stop)
  let text = ''
  try {
    for await (const chunk of input.setEncoding('utf8')) {
      text += chunk
      const handshake = parse(text)
      if (handshake) return check(handshake)
      if (text.length > MAX_LENGTH) break
    }
  } catch (error) {
    if (late.aborted) fail('handshake.late', words.handshake.late(timeout))
    throw error
  } finally {
    late.removeEventListener('abort', stop)
  }
  return fail('handshake.invalid', words.handshake.notOne)
}

const parse = (text: string): unknown => {
  if (!text.trimEnd().endsWith('}')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a brace inside, more is to come
  }
}

const check = (value: unknown): Handshake => {
  const handshake = value as Handshake
  const wrong = fields.filter((name) => typeof handshake[name] !== 'string' || handshake[name] === '')
  if (wrong.length > 0) fail('handshake.invalid', words.handshake.lacks(wrong))
  if (!isPort(Number(handshake.nlPort))) {
    fail('handshake.invalid', words.handshake.badPort)
  }
  return handshake
}
