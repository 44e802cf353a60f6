import { setTimeout as delay } from 'node:timers/promises'
import { type MessagePort, workerData } from 'node:worker_threads'
import { serve } from '../base/thread-calls.ts'
import { connect } from '../storage/database/database.ts'
import { diskSpace } from '../storage/database/disk-space.ts'
import { foldLog, giveSomeBack } from '../storage/database/vacuum.ts'
import { clearIndex, createIndex, dropIndex, emptyDetached } from '../storage/index/passage-index.ts'
import { type IndexedPage, type Owner, passageWriter } from '../storage/index/passages.ts'
import type { FromWriter, RemoveInput, ReplaceInput, StoreInput, ToWriter } from './index-messages.ts'

const { dataDir } = workerData as { dataDir: string }
const db = connect(dataDir, 'writer')
const writer = passageWriter(db)
const space = diskSpace(dataDir)

/** Milliseconds between two transactions, in which the server's own writes get their turn. */
const breath = 2

/**
 * Does a piece of work after the other until there is none. Who waits for its turn to write looks now and then only, so that a
 * short breath after long work would leave it no chance: it rests as long as it works.
 */
const untilDone = async (some: () => boolean): Promise<void> => {
  for (let began = performance.now(); some(); began = performance.now()) {
    await delay(breath + performance.now() - began)
  }
}

/** Removes something on a full disk, too: what the log takes is given back first, then the reserve. */
const removing = <T>(work: () => T): T =>
  space.spend(() => {
    if (space.look('enough').level !== 'enough') foldLog(db)
    return work()
  })

const remove = (owner: Owner, lease?: string): Promise<void> =>
  untilDone(() => removing(() => writer.removeSome(owner, lease)))

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
    space.checkOn()
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

const empty = (): Promise<void> => untilDone(() => removing(() => emptyDetached(db)))

/** The index goes at once, the many rows little by little, so that no other writer waits long. */
const drop = async (workspaceNumber: number): Promise<void> => {
  removing(() => dropIndex(db, workspaceNumber))
  const some = writer.removerOf(workspaceNumber)
  await untilDone(() => removing(some))
  await empty()
}

/** A document that goes takes its rows along; the last one of a workspace also the words that stay otherwise. */
const removeOne = async ({ owner, lease }: RemoveInput): Promise<void> => {
  await remove(owner, lease)
  removing(() => clearIndex(db, owner.workspaceNumber))
  await empty()
}

/** How often it is tried to fold the log in while somebody reads, and milliseconds between two tries. */
const MAX_FOLDS = 20
const foldPause = 250

/** Calls under way besides giving back, which waits for a better moment: what they write would fill the pages again. */
let atWork = 0

const atWorkIn =
  <Input>(work: (input: Input) => unknown) =>
  async (input: Input): Promise<void> => {
    atWork++
    try {
      await work(input)
    } finally {
      atWork--
    }
  }

/** Gives empty pages back to the file system. */
const giveBack = async (): Promise<void> => {
  let hasGiven = false
  const give = () => {
    const isGiven = atWork === 0 && giveSomeBack(db)
    hasGiven ||= isGiven
    return isGiven
  }
  await untilDone(give)
  for (let n = 0; hasGiven && n < MAX_FOLDS && atWork === 0 && !foldLog(db); n++) await delay(foldPause)
}

const served = {
  store: atWorkIn(store),
  replace: atWorkIn(replace),
  remove: atWorkIn(removeOne),
  create: (workspaceNumber: number) => createIndex(db, workspaceNumber),
  drop: atWorkIn(drop),
  giveBack,
}
export type IndexCalls = typeof served
serve(served)
