import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './neutralino-host/config.ts'

/** The real core, where there is one: AIOS_NEUTRALINO_BIN, else the one that `npm start` keeps in `bin/`. */
export const coreBinary = [
  process.env.AIOS_NEUTRALINO_BIN,
  join(projectRoot, 'bin', `neutralino-linux_${process.arch}`),
].find((path) => path && existsSync(path))

/** Why tests with the real core are skipped. */
export const withoutCore = 'no Neutralino core at AIOS_NEUTRALINO_BIN or in bin/'

type Options = { root: string; display: string; env?: NodeJS.ProcessEnv; args?: string[] }

/** Starts the real core for the app in `root`, on `display`. */
export const startCore = ({ root, display, env = process.env, args = [] }: Options) => {
  if (!coreBinary) throw new Error(withoutCore)
  let output = ''
  const child = spawn(coreBinary, [`--path=${root}`, ...args], {
    // What the core and the web view keep must not be the tester's own.
    env: {
      ...env,
      DISPLAY: display,
      XDG_DATA_HOME: join(root, 'home'),
      XDG_CACHE_HOME: join(root, 'home'),
      HOME: root,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | string)
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      output += bytes
    })
  }
  return {
    pid: child.pid as number,
    exited,
    output: () => output,
    kill: (signal: NodeJS.Signals = 'SIGKILL') => child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
