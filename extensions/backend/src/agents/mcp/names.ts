import { createHash } from 'node:crypto'

/** Characters that model servers take for the name of a tool, and that a server's key takes of them. */
const MAX_NAME_LENGTH = 64
const MAX_KEY_LENGTH = 20

/** What stands for a server in the names of its tools: of its name, and none of those that are `taken`. */
export const serverKey = (name: string, isTaken: (key: string) => boolean): string => {
  const bare = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_KEY_LENGTH)
    .replace(/^-+|-+$/g, '')
  const key = bare || 'server'
  if (!isTaken(key)) return key
  for (let count = 2; ; count++) {
    const next = `${key.slice(0, MAX_KEY_LENGTH - String(count).length - 1)}-${count}`
    if (!isTaken(next)) return next
  }
}

/** The name that agents and models use; where the server's own does not do, it ends in a hash that tells it from others. */
export const toolName = (key: string, name: string): string => {
  const start = `mcp__${key}__`
  const plain = name.replace(/[^\w-]/g, '_')
  if (plain === name && start.length + name.length <= MAX_NAME_LENGTH) return start + name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 6)
  return `${start}${plain.slice(0, MAX_NAME_LENGTH - start.length - hash.length - 1)}_${hash}`
}
