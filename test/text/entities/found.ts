import type { Kind } from '../../../extensions/backend/src/text/entities/entity.ts'
import { entityFinder } from '../../../extensions/backend/src/text/entities/index.ts'
import type { Pattern } from '../../../extensions/backend/src/text/entities/pattern.ts'

/** What is found in a text, as it is written there, with its value: `3 March 2024 = 2024-03-03`. */
export const found = async (kind: Kind | Kind[], text: string, patterns: Pattern[] = []): Promise<string[]> => {
  const find = await entityFinder({ kinds: [kind].flat(), patterns })
  return find(text).map(({ start, end, value }) => `${text.slice(start, end)} = ${value ?? '?'}`)
}
