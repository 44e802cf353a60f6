import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { end, own } from '../owned.ts'
import { at } from '../project.ts'

const source = at('extensions', 'backend', 'src')

type Options = {
  args: string[]
  /** Asked anew at each start. */
  env?: () => NodeJS.ProcessEnv
  /** Written to its standard input at each start. */
  input?: string
  onLine?: (line: string) => void
}

/**
 * The backend from its TypeScript source, started again when that changes; the next starts when the last has ended. One
 * that failed is left until the next change.
 *
 * @returns the exit code, once it ended well by itself or `ends` aborted
 */
export const runBackend = async ({ args, env, input, onLine }: Options, ends: AbortSignal): Promise<number> => {
  let backend: ChildProcess | undefined
  let changed = Promise.withResolvers<void>()
  let isChanged = false
  const onChange = (name: string | null) => {
    if (name && !/\.(ts|json)$/.test(name)) return
    isChanged = true
    changed.resolve()
  }
  const watcher = watch(source, { recursive: true }, (_, name) => onChange(name))
  ends.addEventListener('abort', () => changed.resolve(), { once: true })

  try {
    while (!ends.aborted) {
      isChanged = false
      changed = Promise.withResolvers()
      backend = start({ args, env, input, onLine })
      const exit = once(backend, 'exit')
      await Promise.race([exit, changed.promise])
      const endedByItself = backend.exitCode !== null || backend.signalCode !== null
      if (endedByItself && backend.exitCode === 0) return 0
      if (endedByItself) {
        console.error('The backend failed; it is started again when its source changes.')
        await changed.promise
      }
      await end(backend)
      if (isChanged && !ends.aborted) console.error('The source of the backend changed: it is started again.')
      await settled()
    }
    return 0
  } finally {
    watcher.close()
    if (backend) await end(backend)
  }
}

const start = ({ args, env, input, onLine }: Options): ChildProcess => {
  const child = own(
    spawn(process.execPath, [at('extensions', 'backend', 'src', 'main.ts'), ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env?.() },
    }),
  )
  child.stdin?.on('error', () => child.kill()) // it ended before it read its handshake; the exit tells the rest
  child.stdin?.end(input ?? '')
  let rest = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text)
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine?.(line)
  })
  return child
}

/** An editor saves in several steps, and a branch is checked out file by file. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 150))
