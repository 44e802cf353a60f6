import { spawn } from 'node:child_process'
import { at, root } from './project.ts'
import { withoutHosts } from './without-hosts.mjs'

type Options = { cwd?: string; env?: NodeJS.ProcessEnv; shell?: boolean; signal?: AbortSignal }

/**
 * Runs a command to its end and gives back what it printed, both streams in one.
 *
 * @throws when it cannot be started or does not exit with 0; the message carries what it printed.
 */
export const command = (file: string, args: readonly string[], options: Options = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    }
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(said)
      else reject(new Error(`${file} ${args[0] ?? ''} ended with ${signal ?? code}:\n${withoutHosts(said).trim()}`))
    })
  })

/** Runs a command with our own streams and gives back its exit code. */
export const passthrough = (file: string, args: readonly string[], options: Options = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, ...options, stdio: 'inherit' })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })

/** Runs a command-line tool of node_modules with our own streams: `tool('vitest/vitest.mjs', ['run'])`. */
export const tool = (path: string, args: readonly string[], options: Options = {}) =>
  passthrough(process.execPath, [at('node_modules', path), ...args], options)

/** Runs npm, the one that started us where there is one. */
export const npm = (args: readonly string[], options: Options = {}) => {
  const quiet = [...args, '--loglevel=error', '--no-audit', '--no-fund', '--no-progress']
  const path = process.env.npm_execpath
  if (path) return command(process.execPath, [path, ...quiet], options)
  return command('npm', quiet, { shell: process.platform === 'win32', ...options })
}
