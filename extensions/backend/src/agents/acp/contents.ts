import type { ContentBlock, ToolCallUpdate } from '@agentclientprotocol/sdk'

/** Characters that lists show, and that are kept of one call. */
const MAX_SHOWN = 500
const MAX_KEPT = 200_000

export const shortened = (text: string): string => text.slice(0, MAX_SHOWN).toWellFormed()

/** What an agent said, as text: other contents are named, not shown. */
export const textOf = (block: ContentBlock): string => {
  if (block.type === 'text') return block.text
  if (block.type === 'resource_link') return `[link: ${block.name}, ${block.uri}]`
  if (block.type === 'resource')
    return 'text' in block.resource ? block.resource.text : `[resource: ${block.resource.uri}, left out]`
  return `[${block.type}: ${block.mimeType}, left out]`
}

/** What a call came to, as text. */
export const outputOf = ({ content, rawOutput }: ToolCallUpdate): string => {
  const parts = (content ?? []).map((part) => {
    if (part.type === 'content') return textOf(part.content)
    if (part.type === 'diff') return `${part.path}:\n${part.newText}`
    return '[terminal, left out]'
  })
  if (parts.length === 0 && rawOutput !== undefined) parts.push(written(rawOutput))
  return parts.join('\n\n').slice(0, MAX_KEPT).toWellFormed()
}

/** What a call was given, as it is kept: cut where it is longer than anybody reads. */
export const bounded = (input: unknown): unknown => {
  const text = written(input)
  return text.length > MAX_KEPT ? `${text.slice(0, MAX_KEPT).toWellFormed()}…` : input
}

/** The same in one line. */
export const shown = (input: unknown): string => shortened(written(input))

const written = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
