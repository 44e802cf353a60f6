import { randomBytes } from 'node:crypto'
import type { AllTools } from '../../agents/run-tools.ts'
import { bearerOf, sha256Of } from '../../base/request-checks.ts'

/** What one run of a task may search and read from outside, while it goes on. */
type Offer = Pick<AllTools, 'signal' | 'model'>

/** The documents of tasks for the programs that work on them: each has a token of its own, which ends with the run. */
export const taskLibraries = ({ port }: { port: () => number }) => {
  const offers = new Map<string, Offer>()
  const keyOf = (token: string) => sha256Of(token).toString('hex')
  return {
    offer(tools: Offer) {
      const token = randomBytes(32).toString('base64url')
      offers.set(keyOf(token), tools)
      return {
        token,
        url: `http://127.0.0.1:${port()}/mcp/task`,
        end: (): void => void offers.delete(keyOf(token)),
      }
    },
    /** What an `Authorization` header leads to. */
    find(authorization: string | undefined): Offer | undefined {
      const token = bearerOf(authorization)
      return token === undefined ? undefined : offers.get(keyOf(token))
    },
  }
}
