import { randomBytes } from 'node:crypto'
import { isPacked } from '../runtime.ts'
import type { ServerProcess } from './fork.ts'

/** What calls the API, new at each launch: 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** Whether something can listen on it; 0, "any free one", is none. */
export const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port < 65536

/** Vite's origin, as the development script gives it; never in a release. */
export const developmentOrigins = (): string[] => {
  const origin = process.env.AIOS_DEV_ORIGIN
  return origin && !isPacked ? [origin] : []
}

/** Ends this process before it began: says why on stderr, and takes the waiting server with it. */
export const refuse = ({ child }: ServerProcess, error: Error, code: number): never => {
  process.stderr.write(`${error.message}\n`)
  child.kill('SIGKILL')
  process.exit(code)
}
