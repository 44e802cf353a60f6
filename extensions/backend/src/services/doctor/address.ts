import { type Target, wantsKey } from './ask.ts'
import { listModels } from './listing.ts'

/** Milliseconds for each address that is tried. */
const patience = 4_000

/** Where the API may be when it is not at `baseUrl`: what people leave out, type twice, or copy too much of. */
export const otherAddresses = (baseUrl: string): string[] => {
  const { origin, pathname, protocol, hostname, host } = new URL(baseUrl)
  const path = pathname.replace(/\/+$/, '')
  const base = path.replace(/\/(?:chat\/completions|completions|chat|models|embeddings|messages|responses)$/, '')
  const roots = [base, base.replace(/\/v1.*$/, ''), base.replace(/\/api(?:\/.*)?$/, ''), '']
  const paths = roots.flatMap((root) => [root, `${root}/v1`, `${root}/api/v1`, `${root}/openai/v1`])
  const here = paths.map((each) => `${origin}${each}`)
  const otherProtocol = `${protocol === 'https:' ? 'http:' : 'https:'}//${host}`
  const otherHost = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' }[hostname]
  const elsewhere = [otherProtocol, ...(otherHost ? [origin.replace(hostname, otherHost)] : [])]
  const there = elsewhere.flatMap((each) => [`${each}${path}`, `${each}/v1`])
  return [...new Set([...here, ...there])].filter((each) => each !== `${origin}${path}`)
}

/**
 * The address among the likely ones where models are listed, if any. The key goes along within the same origin only.
 */
export const findAddress = async (target: Target, signal: AbortSignal): Promise<string | undefined> => {
  const { origin } = new URL(target.baseUrl)
  for (const baseUrl of otherAddresses(target.baseUrl)) {
    const key = new URL(baseUrl).origin === origin ? target.key : undefined
    const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)])
    const found = await listModels({ ...target, baseUrl, key }, limited).then(
      () => true,
      (error: unknown) => key === undefined && wantsKey(error),
    )
    signal.throwIfAborted()
    if (found) return baseUrl
  }
  return undefined
}
