import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Document } from '../../shared/contract/documents.ts'
import type { ToolContext } from './tool.ts'

/** Ids that are named where a name fits several documents. */
const MAX_NAMED = 10

/**
 * The document that a model means: by its id, or by its name, with or without folder.
 * @throws AppError `document.unknown`, `document.ambiguous`, `document.not-ready`
 */
export const findDocument = async (
  { documents }: Pick<ToolContext, 'documents'>,
  wanted: string,
): Promise<Document> => {
  const all = await documents()
  const sought = folded(wanted)
  const byId = all.find(({ id }) => id === sought)
  const named = byId
    ? [byId]
    : all.filter(({ name, folder }) => [name, `${folder}/${name}`].map(folded).includes(sought))
  const [document] = named
  if (!document) return fail('document.unknown', words.tools.document.unknown(wanted))
  if (named.length > 1) {
    const ids = named
      .slice(0, MAX_NAMED)
      .map(({ id, folder }) => (folder ? words.tools.document.inFolder(id, folder) : id))
    fail('document.ambiguous', words.tools.document.ambiguous(wanted, named.length, ids))
  }
  if (document.status === 'failed')
    fail('document.not-ready', words.tools.document.failed(document.name, document.error))
  if (document.status !== 'ready') fail('document.not-ready', words.tools.document.notReady(document.name))
  return document
}

const folded = (name: string) => name.normalize('NFC').trim().toLowerCase()
