import { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import type { Context, TypedResponse } from 'hono'
import { toWeb } from './download.ts'

/**
 * Answers with a JSON array whose items come slice by slice. Between two slices whoever else waits for this thread has a
 * turn, so that a long list holds nobody up.
 */
export const jsonArray = async <T>(
  c: Context,
  slices: Iterable<readonly T[]> | AsyncIterable<readonly T[]>,
): Promise<TypedResponse<T[], 200, 'json'>> => {
  const all = Symbol.asyncIterator in slices ? slices[Symbol.asyncIterator]() : slices[Symbol.iterator]()
  const first = await all.next() // what cannot be read is said in the answer, as long as that has not begun
  const body = toWeb(Readable.from(piecesOf(first.done ? [] : joined(first.value, all)), { objectMode: false }))
  // A stream has no type of its own; what stands in it is this.
  return c.body(body, 200, { 'Content-Type': 'application/json' }) as unknown as TypedResponse<T[], 200, 'json'>
}

async function* joined<T>(first: T, rest: Iterator<T> | AsyncIterator<T>): AsyncGenerator<T> {
  try {
    yield first
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

async function* piecesOf(
  slices: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>,
): AsyncGenerator<Uint8Array> {
  let opening = '['
  for await (const slice of slices) {
    if (slice.length === 0) continue
    yield Buffer.from(opening + JSON.stringify(slice).slice(1, -1))
    opening = ','
    await turn()
  }
  yield Buffer.from(opening === '[' ? '[]' : ']')
}
