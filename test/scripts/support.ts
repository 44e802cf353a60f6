import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from '../../scripts/project.ts'
import { descendants, untilGone } from '../support/processes.ts'
import { until } from '../support/until.ts'

type Options = { env?: NodeJS.ProcessEnv; cwd?: string }

/** Runs a script as npm does, by the bootstrap, in a process group of its own, with nothing of the tester's environment. */
export const runScript = (name: string, args: string[] = [], { env = {}, cwd = root }: Options = {}) => {
  const child = spawn(process.execPath, [join(cwd, 'scripts/run.mjs'), name, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const pid = child.pid as number
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | string)
  const family = new Set<number>()
  /** All processes it ever had, as far as somebody looked. */
  const look = () => {
    for (const each of [pid, ...descendants(pid)]) family.add(each)
    return [...family]
  }
  return {
    pid,
    ended,
    look,
    output: () => output,
    /** What the expression finds in the output, as soon as it does. */
    found: (pattern: RegExp) =>
      until(
        () => pattern.exec(output),
        (match) => match !== null || child.exitCode !== null,
        { limit: 120_000 },
      ).then((match) => {
        look()
        if (match) return match
        throw new Error(`It ended without ${pattern}:\n${output}`)
      }),
    /** As Ctrl+C in a terminal: the whole group gets it. */
    interrupt: () => process.kill(-pid, 'SIGINT'),
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      const all = look()
      for (const each of all) {
        try {
          process.kill(each, 'SIGKILL')
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
        }
      }
      await ended
      await untilGone(all, 10_000)
    },
  }
}
