import { redact } from '../base/log.ts'
import type { PresetId } from '../shared/contract/providers.ts'
import { keyForms } from './key-forms.ts'

/** The model server that something is said about. */
export type Server = {
  name: string
  preset: PresetId
  baseUrl: string
  model?: string | undefined
  key?: string | undefined
}

const MAX_LENGTH = 300

/** What a server gave as its reason, as one short line of plain text without the key; empty when it gave none. */
export const reasonOf = (body: string, { key }: Pick<Server, 'key'>): string => {
  // Before anything is cut, which could leave the key's beginning.
  const reason = keyForms(key).reduce((text, secret) => text.replaceAll(secret, '[key]'), reasonIn(body))
  const text = redact(plain(reason))
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH).toWellFormed()}…` : text
}

/** The places where error texts stand: OpenAI's, Ollama's, FastAPI's, Google's, in a list or not. */
const reasonIn = (body: string): string => {
  const json = parse(body)
  const found = Array.isArray(json) ? json[0] : json
  if (typeof found === 'string') return found
  if (typeof found !== 'object' || found === null) return /<(?:!doctype|html|body)\b/i.test(body) ? titleOf(body) : body
  const { error, message, detail } = found as Record<string, unknown>
  const [reason] = [(error as { message?: unknown } | undefined)?.message, error, message, detail].filter(Boolean)
  if (reason === undefined) return ''
  return typeof reason === 'string' ? reason : JSON.stringify(reason)
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not JSON: the text is what was said
  }
}

const titleOf = (page: string) => /<title[^>]*>([^<]*)/i.exec(page)?.[1] ?? ''

/** Without markup and control characters (those that turn the direction of text too), on one line. */
const plain = (text: string) =>
  text
    .slice(0, 20_000)
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
