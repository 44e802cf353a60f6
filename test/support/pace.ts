import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Milliseconds that a Node with nothing to do takes from start to end on an idle machine of today. */
const idleStart = 60

/**
 * How many times slower than an idle machine this one is now, at least 1: bounds in seconds hold for a machine that has
 * nothing else to do. The worse of two looks counts, as load comes and goes.
 */
export const slowness = async (): Promise<number> => Math.max(1, await look(), await look())

const look = async (): Promise<number> => {
  const start = performance.now()
  await once(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }), 'exit')
  return (performance.now() - start) / idleStart
}
