import { setTimeout as delay } from 'node:timers/promises'

/** Asks again every few milliseconds until the answer is as wanted; fails with the last answer after `limit` ms. */
export const until = async <T>(
  ask: () => T | Promise<T>,
  isWanted: (answer: Awaited<T>) => unknown = Boolean,
  { limit = 30_000, pause = 20 } = {},
): Promise<Awaited<T>> => {
  const end = Date.now() + limit
  for (;;) {
    const answer = await ask()
    if (isWanted(answer)) return answer
    if (Date.now() > end) throw new Error(`Not as wanted after ${limit} ms: ${JSON.stringify(answer)?.slice(0, 2000)}`)
    await delay(pause)
  }
}
