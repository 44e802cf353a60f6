import { text } from '../strings/index.ts'
import type { Endpoint } from './link.ts'

/** Milliseconds until a backend that does not answer counts as absent. */
const limit = 4000

/** Somebody answered who does not take this token. */
export class Unwelcome extends Error {
  override name = 'Unwelcome'
}

/** Whether AIOS answers at this address. @throws Error when nobody does, or another program */
export const health = async ({ url }: Endpoint, signal: AbortSignal): Promise<{ version: string }> => {
  const within = AbortSignal.any([signal, AbortSignal.timeout(limit)])
  try {
    const response = await fetch(`${url}/health`, { signal: within, cache: 'no-store' })
    const about: unknown = await response.json()
    if (response.ok && isAios(about)) return about
  } catch (cause) {
    throw new Error(text.status.unreachable(url), { cause })
  }
  throw new Error(text.status.stranger(url))
}

/** As {@link health}, and whether the token is taken. @throws {@link Unwelcome} when it is not */
export const probe = async (endpoint: Endpoint, signal: AbortSignal): Promise<{ version: string }> => {
  const about = await health(endpoint, signal)
  const { status, body } = await fetch(`${endpoint.url}/api/agents`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(limit)]),
    headers: { Authorization: `Bearer ${endpoint.token}` },
  })
  await body?.cancel()
  if (status === 401 || status === 403) throw new Unwelcome(text.status.wrongToken)
  return about
}

const isAios = (about: unknown): about is { app: 'AIOS'; version: string } =>
  typeof about === 'object' && about !== null && 'app' in about && about.app === 'AIOS' && 'version' in about
