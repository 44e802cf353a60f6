import { APICallError } from '@ai-sdk/provider'
import type { Fetch } from '../../../models/fetch.ts'
import type { Protocol } from '../../../models/presets.ts'
import type { PresetId } from '../../../shared/contract/providers.ts'

/** A server that is looked at. */
export type Target = {
  name: string
  preset: PresetId
  protocol: Protocol
  baseUrl: string
  key: string | undefined
  fetch: Fetch
}

/** Asks the server for JSON, with the key as its protocol has it. @throws what modelError puts into words */
export const ask = async (target: Target, url: string, signal: AbortSignal, body?: unknown): Promise<unknown> => {
  const response = await target.fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...keyOf(target),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal,
  })
  const text = await response.text()
  if (response.ok) return JSON.parse(text)
  throw new APICallError({
    message: `HTTP ${response.status}`,
    url,
    requestBodyValues: {},
    statusCode: response.status,
    responseHeaders: Object.fromEntries(response.headers),
    responseBody: text,
  })
}

const keyOf = ({ protocol, key }: Target): Record<string, string> => {
  if (protocol === 'anthropic') return { 'anthropic-version': '2023-06-01', ...(key && { 'x-api-key': key }) }
  if (protocol === 'google') return key ? { 'x-goog-api-key': key } : {}
  return key ? { authorization: `Bearer ${key}` } : {}
}

/** A field of what may be an object. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

/** The first of the values that is a whole number above 0. */
export const firstCount = (...values: unknown[]): number | undefined =>
  values.find((value): value is number => Number.isSafeInteger(value) && Number(value) > 0)

/** Did the server ask for a key, as an API does? */
export const wantsKey = (error: unknown): boolean =>
  APICallError.isInstance(error) && error.statusCode === 401 && /^\s*\{/.test(error.responseBody ?? '')
