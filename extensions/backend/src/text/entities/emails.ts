import type { Entity } from './entity.ts'

const local = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u
const domain =
  /(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}(?:xn--[a-z0-9-]{1,59}|\p{L}{2,24})(?![\p{L}\p{N}_-])/uy
/** Characters before the @, by RFC 5321. */
const longestLocal = 64

/** E-mail addresses. The value has its domain in lower case; what stands before the @ can tell cases apart. */
export const emails = (text: string): Entity[] => {
  const found: Entity[] = []
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const start = localStart(text, at, found.at(-1)?.end ?? 0)
    if (start === at) continue
    domain.lastIndex = at + 1
    const host = domain.exec(text)?.[0]
    if (host === undefined) continue
    const end = at + 1 + host.length
    const name = text.slice(start, at)
    if (name.endsWith('.') || name.includes('..')) continue
    found.push({ kind: 'email', start, end, value: `${name}@${host.toLowerCase()}` })
  }
  return found
}

/** From a letter or digit on: quotation marks, brackets and bullets in front are not part of it. */
const localStart = (text: string, at: number, from: number): number => {
  let start = at
  while (start > from && at - start < longestLocal && local.test(text[start - 1] as string)) start--
  while (start < at && !/[\p{L}\p{N}_]/u.test(text[start] as string)) start++
  return start
}
