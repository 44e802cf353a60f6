import type { EventBus } from '../../base/events.ts'
import type { AppEvent } from '../../shared/contract/events.ts'
import type { Library } from '../../storage/library/library.ts'

type Told = Omit<Extract<AppEvent, { type: 'document.changed' }>, 'type' | 'seq'>

/** Tells clients how a document is now, or that it is gone. */
export const tellOfDocument = (events: EventBus, { id, workspaceId, status, progress }: Told): void =>
  events.emit({ type: 'document.changed', id, workspaceId, status, progress })

/** The same of one whose state has to be looked up; nothing where it is gone. */
export const tellHowDocumentIs = async (events: EventBus, { documents }: Pick<Library, 'documents'>, id: string) => {
  const document = await documents.find(id)
  if (document) tellOfDocument(events, document)
}
