import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { NeutralinoConfig } from './neutralino-host/config.ts'

export type HostFacts = { port: number; token: string; connectToken: string; extensions: (number | undefined)[] }
export type HostOrder = 'closeWindow' | 'output' | 'politeCloses'
export type HostReport = { facts: HostFacts } | { output: string } | { politeCloses: number }

type Options = { root: string; resources?: string; config?: NeutralinoConfig; env?: NodeJS.ProcessEnv }

/** The double of the core in a process of its own, so that it can be killed, be waited for and be somebody's parent. */
export const startHostProcess = async ({ env = process.env, ...options }: Options) => {
  const main = join(import.meta.dirname, 'neutralino-host-main.ts')
  const child: ChildProcess = fork(main, [JSON.stringify(options)], { env, execArgv: [] })
  const exited = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | string)

  const answer = async <Key extends string, T>(key: Key): Promise<T> => {
    for (;;) {
      const [report] = await once(child, 'message')
      if (key in report) return report[key]
    }
  }
  const ask = <T>(order: HostOrder): Promise<T> => {
    const reply = answer<HostOrder, T>(order)
    child.send(order)
    return reply
  }

  const early = exited.then((code) => Promise.reject(new Error(`The double of the core ended early: ${code}`)))
  const facts = await Promise.race([answer<'facts', HostFacts>('facts'), early])
  early.catch(() => undefined) // that it ends later is as it should be

  return {
    ...facts,
    pid: child.pid as number,
    exited,
    closeWindow: () => child.send('closeWindow'),
    output: () => ask<string>('output'),
    politeCloses: () => ask<number>('politeCloses'),
    kill: (signal: NodeJS.Signals = 'SIGKILL') => child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

export type HostProcess = Awaited<ReturnType<typeof startHostProcess>>
