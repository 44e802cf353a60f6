import { Stop } from '../script.ts'
import { coreFor, fetchCore, howToGetCore } from '../start/core.ts'
import type { Target } from '../targets.ts'

/** Path of the core for a system, fetched when it is missing. @throws Stop that says how to get it where it cannot be */
export const coreForPackage = async (target: Target): Promise<string> => {
  const core = coreFor(target)
  if (core) return core
  console.error('Fetching the Neutralino core …')
  const failure = await fetchCore().then(
    () => undefined,
    (error: Error) => error.message.split('\n')[0],
  )
  const fetched = coreFor(target)
  if (fetched) return fetched
  throw new Stop(
    `The Neutralino core for ${target.name} is missing${failure ? ` and cannot be fetched` : ''}. ${howToGetCore(target)}`,
  )
}
