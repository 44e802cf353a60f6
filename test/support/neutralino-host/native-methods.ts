/** What the methods need of the core. */
export type Core = {
  token: string
  allowed: string[]
  loaded: string[]
  connected: () => string[]
  toApps: (event: string, data: unknown) => void
  toExtensions: (event: string, data: unknown) => void
  /** False where that extension is not connected. */
  toExtension: (id: string, event: string, data: unknown) => boolean
  exit: (code: number) => void
}

export type Call = { id: string; method: string; accessToken: string; data: unknown }
type Reply = Record<string, unknown> | null
type Method = (input: Record<string, unknown>, core: Core) => Reply

const done = { success: true }
const failure = (code: string, message: string) => ({ error: { code, message } })
const missing = (name: string) =>
  failure('NE_RT_NATRTER', `Native method execution error occurred. Required parameter is missing: ${name}`)

/** Of the core's methods those that AIOS allows, and what it takes to see that others are refused. */
const methods: Record<string, Method> = {
  'app.broadcast': (input, core) => withEvent(input, (event, data) => core.toApps(event, data)),
  'extensions.broadcast': (input, core) => withEvent(input, (event, data) => core.toExtensions(event, data)),
  'events.broadcast': (input, core) =>
    withEvent(input, (event, data) => {
      core.toApps(event, data)
      core.toExtensions(event, data)
    }),
  'extensions.dispatch': (input, core) => {
    if (!isPresent(input.extensionId)) return missing('extensionId')
    const id = String(input.extensionId)
    let reached = false
    const reply = withEvent(input, (event, data) => {
      reached = core.toExtension(id, event, data)
    })
    return reply !== done || reached ? reply : failure('NE_EX_EXTNOTC', `${id} is not connected yet`)
  },
  'extensions.getStats': (_, core) => ({
    returnValue: { connected: core.connected(), loaded: core.loaded },
    success: true,
  }),
  'app.exit': ({ code }, core) => {
    core.exit(Number(code ?? 0))
    return null
  },
  'app.killProcess': (_, core) => {
    core.exit(130)
    return null
  },
  'os.showNotification': () => done,
  'window.setTitle': () => done,
}

const isPresent = (value: unknown) => value !== undefined && value !== null

const withEvent = ({ event, data = null }: Record<string, unknown>, tell: (event: string, data: unknown) => void) => {
  if (!isPresent(event)) return missing('event')
  // A value of another type is an exception in the core, which names nothing.
  if (typeof event !== 'string') return missing('')
  tell(event, data)
  return done
}

/** Runs a call as the core's router does: token, then permission, then the method. */
export const execute = ({ method, accessToken, data }: Call, core: Core): Reply => {
  if (accessToken !== core.token) {
    return failure('NE_RT_INVTOKN', 'Invalid or expired NL_TOKEN value from client')
  }
  const [module] = method.split('.')
  if (!core.allowed.includes(method) && !core.allowed.includes(`${module}.*`)) {
    return failure('NE_RT_NATPRME', `Missing permission to execute the native method: ${method}`)
  }
  const run = methods[method]
  if (!run) return failure('NE_RT_NATNTIM', `${method} is not implemented in the Neutralinojs server`)
  return run((data ?? {}) as Record<string, unknown>, core)
}
