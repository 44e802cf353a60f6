import type { EventBus } from '../../base/events.ts'
import type { AppEvent } from '../../shared/contract/events.ts'

type Told = Omit<Extract<AppEvent, { type: 'document.changed' }>, 'type' | 'seq'>

/** Tells clients how a document is now, or that it is gone. */
export const tellOfDocument = (events: EventBus, { id, workspaceId, status, progress }: Told): void =>
  events.emit({ type: 'document.changed', id, workspaceId, status, progress })
