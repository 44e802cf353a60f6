import { type Context, Hono } from 'hono'
import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Services } from '../services.ts'

type Handler = Promise<{ fetch(request: Request): Promise<Response> }>

/**
 * `/mcp`: the library for other programs, with a token of its own; `/mcp/task`: what a task is about, for the program that
 * works on it. Their code is loaded with the first request.
 */
export const mcpEndpoint = ({ mcpAccess, library, taskLibraries, version, log }: Services) => {
  let handler: Handler | undefined
  const ofTasks = new WeakMap<object, Handler>()
  const load = async () => (await import('./library.ts')).libraryOverHttp({ library, version, log })
  const refuse = (c: Context, message: string): never => {
    c.header('WWW-Authenticate', 'Bearer')
    throw new AppError('token.wrong', message, { status: 401 })
  }
  const ofTask = async (c: Context) => {
    const tools = taskLibraries.find(c.req.header('authorization'))
    if (!tools) return refuse(c, words.access.taskToken)
    const ours = ofTasks.get(tools) ?? import('./task.ts').then((task) => task.taskOverHttp({ tools, version, log }))
    ofTasks.set(tools, ours)
    return (await ours).fetch(c.req.raw)
  }
  return new Hono().all('/mcp/task', ofTask).all('/mcp', async (c) => {
    if (!mcpAccess.isEnabled()) throw new AppError('mcp.off', words.access.mcpOff, { status: 403 })
    if (!mcpAccess.admits(c.req.header('authorization'))) refuse(c, words.access.mcpToken)
    handler ??= load()
    return (await handler).fetch(c.req.raw)
  })
}
