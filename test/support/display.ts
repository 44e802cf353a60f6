import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A screen that nobody sees, for windows under test. Needs Xvfb. */
export const openDisplay = async () => {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const exited = once(server, 'exit')
  const [number] = await Promise.race([
    once(server.stdio[3] as NodeJS.ReadableStream, 'data'),
    exited.then(() => Promise.reject(new Error('Xvfb ended at once'))),
  ])
  return {
    name: `:${String(number).trim()}`,
    async [Symbol.asyncDispose]() {
      server.kill()
      await exited
    },
  }
}
