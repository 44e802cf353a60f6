import { Readable } from 'node:stream'
import Busboy from '@fastify/busboy'
import type { Context } from 'hono'
import { AppError } from '../errors.ts'

export type UploadedFile = { field: string; name: string; stream: Readable; isCut: () => boolean }

/**
 * Reads a multipart body file by file, at constant memory, and hands each to `take`, one after the other; gives back
 * what `take` did. Files of other fields than `field` are an error.
 * @throws AppError `request.invalid` (400) when it is not such a body, or holds no file
 */
export const receiveFiles = async <T>(
  c: Context,
  { field, largest }: { field: string; largest: number },
  take: (file: UploadedFile) => Promise<T>,
): Promise<T[]> => {
  const type = c.req.header('content-type') ?? ''
  const body = c.req.raw.body
  if (!body || !/^multipart\/form-data\b/i.test(type)) throw wrong(field)
  const parser = openParser(type, largest, field)
  const taken: Promise<T>[] = []
  let previous: Promise<unknown> = Promise.resolve()
  parser.on('file', (name: string, stream: Readable & { truncated?: boolean }, fileName?: string) => {
    // The parser tells a file that its body was cut, whether somebody reads it yet or not.
    stream.on('error', (error) => stream.destroy(error))
    if (name !== field) {
      stream.resume()
      parser.destroy(new AppError('request.invalid', `${name}: files go into the field "${field}".`))
      return
    }
    const file = { field: name, name: fileName ?? '', stream, isCut: () => stream.truncated === true }
    const next = previous.then(() => take(file))
    previous = next.catch(() => stream.resume())
    taken.push(next)
  })
  const source = Readable.fromWeb(body as import('node:stream/web').ReadableStream)
  const { promise: parsed, resolve, reject } = Promise.withResolvers<void>()
  parser.on('finish', resolve)
  parser.on('error', reject)
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  const failure = await parsed.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (failure !== undefined) {
    // What is left of the body is read and dropped: a client that is cut off while it sends never sees the answer.
    source.unpipe(parser)
    source.resume()
    await Promise.allSettled(taken)
    throw failure instanceof AppError ? failure : wrong(field, failure)
  }
  if (taken.length === 0) throw wrong(field)
  return Promise.all(taken)
}

const openParser = (type: string, largest: number, field: string) => {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      preservePath: true,
      limits: { fileSize: largest, fields: 20, fieldSize: 1000, headerPairs: 20 },
    })
  } catch (error) {
    throw wrong(field, error)
  }
}

const wrong = (field: string, cause?: unknown) =>
  new AppError('request.invalid', `${field}: send one or more files as multipart/form-data in the field "${field}".`, {
    cause,
  })
