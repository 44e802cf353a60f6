import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import type { Parts } from '../containers/parts.ts'
import type { XmlElement } from '../xml.ts'
import { type Relation, relationsOf } from './relations.ts'

/**
 * The main part of an Office Open XML file, with what it refers to.
 * @throws AppError `document.damaged`
 */
export const mainPart = async (
  parts: Parts,
  name: string,
): Promise<{ path: string; tree: XmlElement; relations: Relation[] }> => {
  const [main] = (await relationsOf(parts, '')).filter(({ purpose }) => purpose === 'officeDocument')
  const tree = main && (await parts.xml(main.path))
  if (!main || !tree) {
    return fail('document.damaged', words.reading.damaged.missingPart(name, words.reading.damaged.mainPart))
  }
  return { path: main.path, tree, relations: await relationsOf(parts, main.path) }
}

/** The title that the author gave in the file's properties. */
export const titleOf = async (parts: Parts): Promise<string | undefined> => {
  const properties = (await relationsOf(parts, '')).find(({ purpose }) => purpose === 'core-properties')
  const tree = properties && (await parts.xml(properties.path))
  return tree?.find('title')?.text.trim() || undefined
}
