/** The longest wait that is worth it, in milliseconds; a quota that comes back tomorrow is not. */
const MAX_WAIT = 10 * 60_000

/** Milliseconds to wait as an answer's headers say (RFC 9110, 10.2.3); undefined when they do not. */
export const retryAfter = (headers: Record<string, string>, now = Date.now()): number | 'too-long' | undefined => {
  const wait = waitOf(headers, now)
  if (wait === undefined || Number.isNaN(wait)) return undefined
  return wait > MAX_WAIT ? 'too-long' : Math.max(0, wait)
}

const waitOf = (headers: Record<string, string>, now: number): number | undefined => {
  const exact = headers['retry-after-ms']
  if (exact) return Number(exact)
  const sent = headers['retry-after']?.trim()
  if (!sent) return undefined
  return /^\d+(?:\.\d+)?$/.test(sent) ? Number(sent) * 1000 : Date.parse(sent) - now
}
