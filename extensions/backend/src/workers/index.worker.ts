import { setTimeout as delay } from 'node:timers/promises'
import { type MessagePort, workerData } from 'node:worker_threads'
import { connect } from '../storage/database.ts'
import { createIndex, dropIndex } from '../storage/passage-index.ts'
import { type IndexedPage, type Owner, passageWriter } from '../storage/passages.ts'
import { serve } from './calls.ts'
import type { FromWriter, RemoveInput, ReplaceInput, StoreInput, ToWriter } from './indexing.ts'

const { dataDir } = workerData as { dataDir: string }
const db = connect(dataDir, 'writer')
const writer = passageWriter(db)

/** Milliseconds between two transactions, in which the server's own writes get their turn. */
const breath = 2

const remove = async (owner: Owner, lease?: string): Promise<void> => {
  while (writer.removeSome(owner, lease)) await delay(breath)
}

/** Hands what comes through `port` to `take`, one after the other, until its end; after `before`. */
const receive = async (port: MessagePort, before: () => Promise<void>, take: (message: ToWriter) => void) => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const each = async (message: ToWriter) => {
    take(message)
    await delay(breath)
    port.postMessage({ type: 'taken' } satisfies FromWriter)
    if (message.type === 'end') resolve()
  }
  // Listened for from the start: the parser may give up while old rows are still being removed.
  port.on('close', () => reject(new Error('Reading the document ended before its last page.')))
  try {
    await Promise.race([before(), promise])
    port.on('message', (message: ToWriter) => void each(message).catch(reject))
    await promise
  } finally {
    port.close()
  }
}

/** Stores a document; what an earlier attempt left behind goes first. */
const store = ({ owner, lease, port }: StoreInput): Promise<void> => {
  const clear = () => {
    createIndex(db, owner.workspaceNumber)
    return remove(owner, lease)
  }
  return receive(port, clear, (message) => {
    if (message.type === 'pages') writer.write(owner, lease, message.pages, message.title)
    else writer.finish(owner, lease, message.terms, message.title)
  })
}

/** Stores one page of a document in place of what was there. */
const replace = ({ owner, sha256, port }: ReplaceInput): Promise<void> => {
  let page: IndexedPage | undefined
  let passageTitle = ''
  return receive(
    port,
    async () => undefined,
    (message) => {
      if (message.type === 'pages') {
        page = message.pages[0]
        passageTitle = message.title
      } else if (page) writer.replacePage(owner, sha256, page, { ...message, passageTitle })
    },
  )
}

/** The index goes at once, the many rows little by little, so that no other writer waits long. */
const drop = async (workspaceNumber: number): Promise<void> => {
  dropIndex(db, workspaceNumber)
  while (writer.removeSomeOf(workspaceNumber)) await delay(breath)
}

serve({
  store,
  replace,
  remove: ({ owner, lease }: RemoveInput) => remove(owner, lease),
  create: (workspaceNumber: number) => createIndex(db, workspaceNumber),
  drop,
})
