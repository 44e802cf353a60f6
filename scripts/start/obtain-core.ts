import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { dist } from '../project.ts'
import { hostTarget } from '../targets.ts'
import { coreFor, fetchCore } from './core.ts'
import { noWindowBecause } from './window.ts'

/** There while the last try to fetch the core failed. */
const failedBefore = join(dist, 'core-unreachable')

/**
 * Path of the Neutralino core that this machine can open a window with, fetched when it is missing. Undefined, after one
 * line that says why, where AIOS must do without. Only the first start waits for the core in vain: after that it is
 * fetched, until `ends`, while AIOS is being used.
 */
export const obtainCore = async (ends: AbortSignal): Promise<string | undefined> => {
  const reason = noWindowBecause()
  if (reason) return without(reason)
  const core = coreFor(hostTarget())
  if (core) return core
  if (existsSync(failedBefore)) {
    void fetchMeanwhile(ends)
    return without('The Neutralino core could not be fetched before (it is being tried again)')
  }
  console.error('Fetching the Neutralino core …')
  try {
    await fetchCore({ signal: ends })
    return coreFor(hostTarget()) ?? without('The Neutralino core does not come for this system')
  } catch (error) {
    if (ends.aborted) return undefined
    mkdirSync(dirname(failedBefore), { recursive: true })
    writeFileSync(failedBefore, (error as Error).message)
    return without(`The Neutralino core cannot be fetched (${reasonOf(error as Error)})`)
  }
}

const fetchMeanwhile = async (ends: AbortSignal): Promise<void> => {
  try {
    await wait(10_000, undefined, { signal: ends }) // the start comes first
    await fetchCore({ signal: ends })
    rmSync(failedBefore, { force: true })
    console.error('The Neutralino core is here now: the next start opens a window.')
  } catch (error) {
    if (!ends.aborted) writeFileSync(failedBefore, (error as Error).message)
  }
}

const without = (reason: string): undefined => {
  console.error(`${reason}: AIOS runs in the browser.`)
}

/** What neu's output names as the error, or the message where it is one line. */
const reasonOf = ({ message }: Error) => {
  const [first = '', ...more] = message.split('\n')
  if (more.length === 0) return first
  return /^\w*Error\b[^:]*: (.+)$/m.exec(message)?.[1] ?? 'neu update failed'
}
