import { isLoopback } from '../../../models/presets.ts'
import { type Target, wantsKey } from './ask.ts'
import { listModels } from './listing.ts'

/** Some servers listen at one of them only. */
export const loopback = ['127.0.0.1', 'localhost', '[::1]']

/** Milliseconds for each address that is tried. */
const patience = 4_000

/** Where the API may be when it is not at `baseUrl`: what people leave out, type twice, or copy too much of. */
export const otherAddresses = (baseUrl: string): string[] => {
  const { origin, pathname, protocol, hostname, host } = new URL(baseUrl)
  const path = pathname.replace(/\/+$/, '')
  const base = path.replace(/\/(?:chat\/completions|completions|chat|models|embeddings|messages|responses)$/, '')
  const roots = [base, base.replace(/\/v1.*$/, ''), base.replace(/\/api(?:\/.*)?$/, ''), '']
  const paths = roots.flatMap((root) => [`${root}/v1`, root, `${root}/api/v1`, `${root}/openai/v1`])
  const here = paths.map((each) => `${origin}${each}`)
  const otherProtocol = `${protocol === 'https:' ? 'http:' : 'https:'}//${host}`
  const others = (isLoopback(hostname) ? loopback : []).map((other) => origin.replace(hostname, other))
  const there = [otherProtocol, ...others].flatMap((each) => [`${each}/v1`, `${each}${path}`])
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
