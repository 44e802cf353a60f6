import { Readable } from 'node:stream'
import Busboy from '@fastify/busboy'
import type { Context } from 'hono'
import * as z from 'zod'
import { serverEnding } from '../base/ending.ts'
import { AppError } from '../base/errors.ts'
import * as words from '../base/words/index.ts'
import { liftSocketTimeout } from './socket-timeout.ts'

/** `modified` is the date that was sent ahead of the file as its own, in milliseconds. */
type UploadedFile = {
  field: string
  name: string
  stream: Readable
  isCut: () => boolean
  modified?: number | undefined
}

type Options = {
  /** Name of the field that files go into. */
  field: string
  /** Bytes after which a file is cut. */
  largest: number
  /** Aborted when the server ends. */
  ending: AbortSignal
  /** Throws where there is no room for so many bytes. */
  checkRoom: (bytes: number) => void
}

/**
 * Reads a multipart body file by file, at constant memory, and hands each to `take`, one after the other; gives back
 * what `take` did. The first failure ends it, whoever's it is; files that were taken before it stay.
 * @throws AppError `request.invalid` (400) when it is not such a body, or holds no file; what `take` and `checkRoom` throw
 */
export const receiveFiles = async <T>(
  c: Context,
  { field, largest, ending, checkRoom }: Options,
  take: (file: UploadedFile) => Promise<T>,
): Promise<T[]> => {
  const type = c.req.header('content-type') ?? ''
  const body = c.req.raw.body
  if (!body || !/^multipart\/form-data\b/i.test(type)) throw wrong(field)
  const parser = openParser(type, largest, field)
  const { promise: parsed, resolve, reject } = Promise.withResolvers<void>()
  const open = new Set<Readable>()
  const taken: Promise<T>[] = []
  let previous: Promise<unknown> = Promise.resolve()
  let modified: number | undefined

  parser.on('field', (name: string, value: string) => {
    if (name !== 'modified') return
    const date = z.iso.datetime().safeParse(value)
    if (!date.success) return reject(new AppError('request.invalid', words.requests.badDate))
    modified = Date.parse(date.data)
  })
  parser.on('file', (name: string, stream: Readable & { truncated?: boolean }, fileName?: string) => {
    // The parser tells a file that its body was cut, whether somebody reads it yet or not.
    stream.on('error', (error) => stream.destroy(error))
    if (name !== field) {
      stream.resume()
      return reject(new AppError('request.invalid', words.requests.wrongField(name, field)))
    }
    if (fileName === '') return void stream.resume() // a form whose file was not chosen
    open.add(stream)
    stream.once('close', () => open.delete(stream))
    const file = { field: name, name: fileName ?? '', stream, isCut: () => stream.truncated === true, modified }
    modified = undefined
    const next = previous.then(() => take(file))
    previous = next
    next.catch(reject)
    taken.push(next)
  })
  parser.on('finish', resolve)
  parser.on('error', (error) => reject(wrong(field, error)))
  const source = Readable.fromWeb(body as import('node:stream/web').ReadableStream)
  source.on('error', (error) => reject(wrong(field, error)))
  const stopped = () => reject(serverEnding())
  ending.addEventListener('abort', stopped)
  try {
    checkRoom(Number(c.req.header('content-length') ?? 0))
    source.pipe(parser)
    await parsed
    if (taken.length === 0) throw wrong(field)
    liftSocketTimeout(c) // all has come; what is done with it may take longer
    return await Promise.all(taken)
  } catch (error) {
    // What is left of the body is read and dropped: a client that is cut off while it sends never sees the answer.
    source.unpipe(parser)
    source.resume()
    for (const stream of open) stream.destroy(error as Error)
    await Promise.allSettled(taken)
    throw error
  } finally {
    ending.removeEventListener('abort', stopped)
  }
}

const openParser = (type: string, largest: number, field: string) => {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      preservePath: true,
      limits: { fileSize: largest, fields: 10_000, fieldSize: 1000, headerPairs: 20 },
    })
  } catch (error) {
    throw wrong(field, error)
  }
}

const wrong = (field: string, cause?: unknown) =>
  new AppError('request.invalid', words.requests.noFiles(field), { cause })
