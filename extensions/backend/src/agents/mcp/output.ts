import type { CallToolResult } from '@modelcontextprotocol/client'

/** Characters of one answer that are kept. */
const MAX_OUTPUT_LENGTH = 200_000

/** What a tool of a server answered, as text: other contents are named, not shown. */
export const textOf = ({ content, structuredContent }: CallToolResult): string => {
  const parts = (content ?? []).map(partText)
  const hasText = (content ?? []).some(({ type }) => type === 'text')
  if (structuredContent !== undefined && !hasText) parts.push(JSON.stringify(structuredContent))
  const text = parts.join('\n\n').toWellFormed()
  return text.length > MAX_OUTPUT_LENGTH
    ? `${text.slice(0, MAX_OUTPUT_LENGTH).toWellFormed()}\n[cut after ${MAX_OUTPUT_LENGTH} characters]`
    : text
}

const partText = (part: CallToolResult['content'][number]): string => {
  if (part.type === 'text') return part.text
  if (part.type === 'image' || part.type === 'audio')
    return `[${part.type}: ${part.mimeType}, ${Math.round((part.data.length * 3) / 4)} bytes, left out]`
  if (part.type === 'resource_link') return `[link: ${part.name}, ${part.uri}]`
  const { resource } = part
  return 'text' in resource ? resource.text : `[resource: ${resource.uri}, left out]`
}
