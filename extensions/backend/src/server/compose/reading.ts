import { documentService } from '../../services/library/documents.ts'
import { intakeService } from '../../services/library/indexing.ts'
import { originalService } from '../../services/library/originals.ts'
import { passwords as openPasswords } from '../../services/library/passwords.ts'
import { openedCopies } from '../../storage/originals/opened-copies.ts'
import type { Foundation } from '../foundation.ts'
import type { Threads } from './threads.ts'

/** Documents, their originals, and the queue in which they are read. */
export const openReading = (foundation: Foundation, { indexing }: Threads) => {
  const { dataDir, database, db, events, log, room, space, stores, sums } = foundation
  const passwords = openPasswords()
  const copies = openedCopies({ dataDir, sums, log, isThere: (id) => stores.documents.find(id) !== undefined })
  const originals = originalService({ ...stores, copies, sums })
  const reading = { ...stores, store: stores.documents, originals, indexing, passwords, room, events, log }
  const intake = intakeService({ ...reading, isLost: database.isLost })
  return {
    passwords,
    copies,
    originals,
    intake,
    documents: documentService({ ...reading, db, space, intake, copies }),
    isReading: () => indexing.isBusy || intake.isWorking(),
  }
}
export type Reading = ReturnType<typeof openReading>
