import type { ServerProcess } from './fork.ts'

/** Ends this process before it began: says why on stderr, and takes the waiting server with it. */
export const refuse = ({ child }: ServerProcess, error: Error, code: number): never => {
  process.stderr.write(`${error.message}\n`)
  child.kill('SIGKILL')
  process.exit(code)
}
