import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { end, own } from '../owned.ts'
import { at } from '../project.ts'
import { resources } from './resources.ts'

/** How soon the core fails when it finds no display it can use or no web engine. */
const failsWithin = 10_000

/**
 * Opens the window and waits for its end.
 *
 * @returns the exit code, or why no window could be opened
 */
export const runInWindow = async (core: string, ends: AbortSignal): Promise<number | string> => {
  const folder = appFolder()
  if (!folder) return 'The paths here have characters that the Neutralino core cannot pass on'
  const started = Date.now()
  const app = own(spawn(core, ['--res-mode=bundle', `--path=${folder.path}`], { stdio: ['ignore', 'pipe', 'inherit'] }))
  let port: number | undefined
  app.stdout?.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text)
    port = Number(/BACKEND_PORT:(\d+)/.exec(text)?.[1] ?? port)
  })
  ends.addEventListener('abort', () => end(app), { once: true })
  if (ends.aborted) void end(app)
  try {
    const [code, signal] = await once(app, 'exit')
    if (port) await untilClosed(port)
    if (ends.aborted || code === 0 || isWish(signal ?? code)) return 0
    if (Date.now() - started < failsWithin) return `The window could not be opened (core: ${signal ?? code})`
    return code ?? 1
  } catch (error) {
    return `The window could not be opened (${(error as Error).message})`
  } finally {
    folder.remove()
  }
}

/** The core ended because somebody told it to; on signals that it can handle it exits with 128 and the signal's number. */
const isWish = (end: string | number) => ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 129, 130, 143].includes(end)

/**
 * The folder that the core takes for the app's: `resources.neu` and the backend in it. The core hands its path to a shell
 * and to a script, unquoted: where ours has a character that breaks either, it is one of links with a harmless path.
 */
const appFolder = (): { path: string; remove: () => void } | undefined => {
  const usual = dirname(resources)
  if (isHarmless(usual)) {
    link(at('extensions'), join(usual, 'extensions'))
    return { path: usual, remove() {} }
  }
  if (!isHarmless(tmpdir())) return undefined
  const path = mkdtempSync(join(tmpdir(), 'aios-app-'))
  link(at('extensions'), join(path, 'extensions'))
  symlinkSync(resources, join(path, 'resources.neu'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

const isHarmless = (path: string) => !/['"$`%!\n]/.test(path) && (process.platform === 'win32' || !path.includes('\\'))

const link = (target: string, path: string) => {
  if (existsSync(path) && realpathSync(path) === realpathSync(target)) return
  rmSync(path, { force: true }) // a link to where the project was before
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path, 'junction') // a junction needs no privilege on Windows; elsewhere it is a link
}

/** The backend follows the core by itself; this waits until its port is free, and 4 s at most. */
const untilClosed = async (port: number): Promise<void> => {
  const deadline = Date.now() + 4000
  while (Date.now() < deadline && (await isOpen(port))) await wait(50)
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => socket.destroy())
    socket.on('connect', () => resolve(true))
    socket.on('error', () => resolve(false))
  })
