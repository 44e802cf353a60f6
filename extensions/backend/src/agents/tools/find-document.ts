import { fail } from '../../base/errors.ts'
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
  if (!document)
    return fail('document.unknown', `There is no document “${wanted}”. Use list_documents to see what there is.`)
  if (named.length > 1) {
    const ids = named.slice(0, MAX_NAMED).map(({ id, folder }) => `${id}${folder ? ` in ${folder}` : ''}`)
    fail('document.ambiguous', `${named.length} documents are called “${wanted}”. Give an id: ${ids.join(', ')}.`)
  }
  if (document.status === 'failed')
    fail('document.not-ready', `“${document.name}” could not be read: ${document.error ?? 'nobody knows why'}`)
  if (document.status !== 'ready') fail('document.not-ready', `“${document.name}” is still being indexed. Try later.`)
  return document
}

const folded = (name: string) => name.normalize('NFC').trim().toLowerCase()
