import { text } from '../../strings/index.ts'
import type { Endpoint } from './link.ts'

/** Milliseconds until a backend that does not answer counts as absent. */
const limit = 4000

/** Somebody answered who does not take this token. */
export class TokenRefused extends Error {
  override name = 'TokenRefused'
}

/** AIOS is there, but its server cannot be kept running. */
export class BackendDown extends Error {
  override name = 'BackendDown'
  readonly logTail: readonly string[]
  constructor(cause: string, logTail: readonly string[] = []) {
    super(cause)
    this.logTail = logTail
  }
}

/** Whether AIOS answers at this address. @throws Error when nobody does, or another program; {@link BackendDown} */
export const health = async ({ url }: Endpoint, signal: AbortSignal): Promise<{ version: string }> => {
  const within = AbortSignal.any([signal, AbortSignal.timeout(limit)])
  const answer = await fetch(`${url}/health`, { signal: within, cache: 'no-store' })
    .then(async (response) => ({ ok: response.ok, about: (await response.json()) as unknown }))
    .catch((cause: unknown) => {
      throw new Error(text.status.unreachable(url), { cause })
    })
  if (!isAios(answer.about)) throw new Error(text.status.notAios(url))
  if (!answer.ok) throw new BackendDown(text.status.stopped)
  return answer.about
}

/** Why the server is down, as the program that stands in for it says. */
const reasonOf = async ({ url, token }: Endpoint, signal: AbortSignal): Promise<BackendDown> => {
  const headers = { Authorization: `Bearer ${token}` }
  const response = await fetch(`${url}/api/backend`, { signal, headers })
  if (response.status === 401) throw new TokenRefused(text.status.wrongToken)
  const { cause, logTail } = (await response.json()) as { cause?: string; logTail?: string[] }
  return new BackendDown(cause ?? text.status.stopped, logTail)
}

/** As {@link health}, and whether the token is taken. @throws {@link TokenRefused} when it is not, {@link BackendDown} with the reason */
export const probe = async (endpoint: Endpoint, signal: AbortSignal): Promise<{ version: string }> => {
  const about = await health(endpoint, signal).catch(async (error: unknown) => {
    throw error instanceof BackendDown ? await reasonOf(endpoint, signal) : error
  })
  const { status, body } = await fetch(`${endpoint.url}/api/agents`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(limit)]),
    headers: { Authorization: `Bearer ${endpoint.token}` },
  })
  await body?.cancel()
  if (status === 401 || status === 403) throw new TokenRefused(text.status.wrongToken)
  return about
}

const isAios = (about: unknown): about is { app: 'AIOS'; version: string } =>
  typeof about === 'object' && about !== null && 'app' in about && about.app === 'AIOS' && 'version' in about
