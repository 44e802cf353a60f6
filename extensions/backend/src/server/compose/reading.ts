import { documentService } from '../../services/library/documents.ts'
import { intakeService } from '../../services/library/indexing.ts'
import { passwords as openPasswords } from '../../services/library/passwords.ts'
import type { Foundation } from '../foundation.ts'
import type { Threads } from './threads.ts'

/** Documents, their originals, and the queue in which they are read. */
export const openReading = (foundation: Foundation, { indexing }: Threads) => {
  const { database, events, log, room, stores } = foundation
  const passwords = openPasswords()
  const reading = { ...stores, indexing, passwords, room, events, log }
  const intake = intakeService({ ...reading, isLost: database.isLost })
  return {
    passwords,
    intake,
    documents: documentService({ ...reading, intake }),
    isReading: async () => indexing.isBusy || (await intake.isWorking()),
  }
}
export type Reading = ReturnType<typeof openReading>
