import { setTimeout as delay } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import { connect } from '../storage/database.ts'
import { createIndex, dropIndex } from '../storage/passage-index.ts'
import { type Owner, passageWriter } from '../storage/passages.ts'
import { serve } from './calls.ts'
import type { FromWriter, RemoveInput, StoreInput, ToWriter } from './indexing.ts'

const { dataDir } = workerData as { dataDir: string }
const db = connect(dataDir, 'writer')
const writer = passageWriter(db)

/** Milliseconds between two transactions, in which the server's own writes get their turn. */
const breath = 2

const remove = async (owner: Owner, lease?: string): Promise<void> => {
  while (writer.removeSome(owner, lease)) await delay(breath)
}

/** Stores what comes through `port` until its end; what an earlier attempt left behind goes first. */
const store = async ({ owner, lease, port }: StoreInput): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const take = async (message: ToWriter) => {
    if (message.type === 'pages') writer.write(owner, lease, message.pages, message.title)
    else writer.finish(owner, lease, message.terms, message.title)
    await delay(breath)
    port.postMessage({ type: 'taken' } satisfies FromWriter)
    if (message.type === 'end') resolve()
  }
  // Listened for from the start: the parser may give up while old rows are still being removed.
  port.on('close', () => reject(new Error('Reading the document ended before its last page.')))
  try {
    createIndex(db, owner.workspaceNumber)
    await Promise.race([remove(owner, lease), promise])
    port.on('message', (message: ToWriter) => void take(message).catch(reject))
    await promise
  } finally {
    port.close()
  }
}

/** The index goes at once, the many rows little by little, so that no other writer waits long. */
const drop = async (workspaceNumber: number): Promise<void> => {
  dropIndex(db, workspaceNumber)
  while (writer.removeSomeOf(workspaceNumber)) await delay(breath)
}

serve({
  store,
  remove: ({ owner, lease }: RemoveInput) => remove(owner, lease),
  create: (workspaceNumber: number) => createIndex(db, workspaceNumber),
  drop,
})
