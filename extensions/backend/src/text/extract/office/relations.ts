import { posix } from 'node:path'
import type { Parts } from '../containers/parts.ts'

/** How one part of an Office Open XML file points to another: by id, to a path, for a purpose (the last word of its type). */
export type Relation = { id: string; path: string; purpose: string }

/** The relations of a part; links to the outside are left out. */
export const relationsOf = async (parts: Parts, path: string): Promise<Relation[]> => {
  const folder = posix.dirname(path)
  const tree = await parts.xml(posix.join(folder, '_rels', `${posix.basename(path)}.rels`))
  return (tree?.elements('Relationship') ?? []).flatMap((relation) => {
    const target = relation.getAttribute('Target')
    if (!target || relation.getAttribute('TargetMode') === 'External') return []
    const purpose = relation.getAttribute('Type')?.split('/').at(-1) ?? ''
    return [{ id: relation.getAttribute('Id') ?? '', path: posix.resolve('/', folder, target).slice(1), purpose }]
  })
}
