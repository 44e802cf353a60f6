import { type MessagePort, parentPort } from 'node:worker_threads'
import { AppError } from './errors.ts'
import { diskFull, isFull } from './store-failures.ts'

/**
 * What a thread is asked, and what it says back; any number of `progress` before the one `value` or `error`. A spent thread
 * holds memory that only its end gives back.
 */
export type Call = { id: number; name: string; input: unknown }
export type Reply =
  | { id: number; type: 'progress'; progress: unknown }
  | { id: number; type: 'value'; value: unknown; isSpent: boolean }
  | { id: number; type: 'error'; error: Failure; isSpent: boolean }

/** An error on its way between threads; `code` marks an AppError, `errcode` one of SQLite's. */
type Failure = { message: string; stack?: string; code?: string; status?: number; errcode?: number }

const toFailure = (error: unknown): Failure => {
  if (error instanceof AppError) return { message: error.message, code: error.code, status: error.status }
  if (isFull(error)) return toFailure(diskFull(error))
  if (!(error instanceof Error)) return { message: String(error) }
  const { message, stack, errcode } = error as Error & { errcode?: number }
  return { message, ...(stack && { stack }), ...(errcode !== undefined && { errcode }) }
}

export const fromFailure = ({ message, stack, code, status, errcode }: Failure): Error => {
  if (code !== undefined) return new AppError(code, message, status === undefined ? {} : { status })
  const error: Error & { errcode?: number } = new Error(message)
  if (errcode !== undefined) error.errcode = errcode
  if (stack) error.stack = stack
  return error
}

/** A value whose buffers are handed over instead of copied. */
export class Handover<T> {
  readonly value: T
  readonly buffers: ArrayBuffer[]
  constructor(value: T, buffers: ArrayBuffer[]) {
    this.value = value
    this.buffers = buffers
  }
}

type Handler = (input: never, progress: never) => unknown

/** What a worker serves, by name. A worker exports the type of its own, from which the calls of its thread are typed. */
export type Handlers = Readonly<Record<string, Handler>>

/** What a call of a handler takes, tells on the way, and gives. */
export type InputOf<H extends Handler> = Parameters<H>[0]
export type ProgressOf<H extends Handler> = Parameters<H> extends [unknown, (value: infer P) => void] ? P : never
export type OutputOf<H extends Handler> =
  Awaited<ReturnType<H>> extends infer T ? (T extends Handover<infer V> ? V : T) : never

/** The worker's side: answers each call with what the handler of its name gives or throws. */
export const serve = (handlers: Handlers, isSpent = () => false): void => {
  const port = parentPort as MessagePort | null
  if (!port) throw new Error('This file runs as a worker thread only.')
  const reply = (message: Reply, buffers: ArrayBuffer[] = []) => port.postMessage(message, buffers)
  port.on('message', async ({ id, name, input }: Call) => {
    try {
      const handler = handlers[name]
      if (!handler) throw new Error(`This worker has no ${name}.`)
      const progressed = (progress: unknown) => reply({ id, type: 'progress', progress })
      const value = await handler(input as never, progressed as never)
      if (value instanceof Handover) reply({ id, type: 'value', value: value.value, isSpent: isSpent() }, value.buffers)
      else reply({ id, type: 'value', value, isSpent: isSpent() })
    } catch (error) {
      reply({ id, type: 'error', error: toFailure(error), isSpent: isSpent() })
    }
  })
}
