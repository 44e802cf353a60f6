import { setImmediate as breath } from 'node:timers/promises'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import * as words from '../../base/words/index.ts'
import type { Recovered, Recovery } from '../../shared/contract/recovery.ts'
import type { DoubtReason, Library } from '../../storage/library/library.ts'
import type { FolderKeeper } from '../folders/keeper.ts'
import type { Intake } from '../library/indexing.ts'
import type { ConditionService } from './condition.ts'

type Parts = {
  library: Library
  keeper: FolderKeeper
  intake: Intake
  condition: ConditionService
  events: EventBus
  /** Aborted when the server ends; the next start goes on. */
  signal: AbortSignal
}

/** The problem that it raises. */
const problem = 'originals.unknown'

/** Documents that are made together. */
const slice = 50

/** Makes again what only the catalogue beside the originals knows: workspaces, followed folders, documents. */
export const recoveryService = (parts: Parts) => {
  const { library, keeper, intake, condition, events, signal } = parts
  const { recovery, folders } = library
  let progress: Recovery['progress']
  let running: Promise<Recovered> | undefined

  const missing = async (): Promise<Recovery['missing']> => {
    const isSettled = (await recovery.state()) === 'settled'
    if (isSettled && !(await recovery.doubt())) return { documents: 0, workspaces: 0, folders: 0, files: 0 }
    const { documents, workspaces: spaces, folders: kept, unnamed } = await recovery.find()
    return { documents: documents.length, workspaces: spaces.length, folders: kept.length, files: unnamed }
  }

  const settle = async () => {
    await recovery.setState('settled')
    condition.settle(problem)
  }

  const recover = async (): Promise<Recovered> => {
    const found = await recovery.find()
    const { documents, leftOut } = found
    await recovery.setState('under way')
    const made = await recovery.addWorkspaces(found)
    const now = await recovery.addFolders(found)
    let count = 0
    for (let at = 0; at < leftOut.length; at += slice) {
      await recovery.leaveOut(leftOut.slice(at, at + slice), now)
      await breath()
    }
    for (let at = 0; at < documents.length; at += slice) {
      if (signal.aborted) fail('server.ending', words.recovery.ending, { status: 503 })
      progress = { done: at, total: documents.length }
      count += await recovery.addDocuments(documents.slice(at, at + slice), now)
      intake.wake()
      await breath()
    }
    const setAside = await recovery.setAside()
    await settle()
    // Only now: a look at a folder whose documents are not there yet would double them.
    for (const id of now.values()) {
      const folder = await folders.find(id)
      if (folder) keeper.open(folder)
    }
    const touched = new Set([...made, ...documents.map(({ workspaceId }) => workspaceId)])
    for (const id of touched) events.emit({ type: 'workspace.changed', id, status: 'present' })
    return { documents: count, workspaces: made.length, folders: now.size, setAside }
  }

  const start = () => {
    running ??= recover().finally(() => {
      running = undefined
      progress = undefined
    })
    return running
  }

  return {
    async status(): Promise<Omit<Recovery, 'unclaimed'>> {
      const doubt = await recovery.doubt()
      const isOpen = (await recovery.state()) !== 'settled'
      return { ...(doubt && { doubt }), isOpen, missing: await missing(), ...(progress && { progress }) }
    },

    /** Makes again what is missing, once, however often it is called; nothing that is there is changed. */
    recover: start,

    /** Leaves what only the catalogue knows: its originals are unclaimed from now on. */
    async dismiss(): Promise<void> {
      await running
      await settle()
      await recovery.setAside()
    },

    /** Says what is missing, if anybody is still to decide on it. */
    async look(): Promise<void> {
      if ((await recovery.state()) === 'settled') return
      const { documents, files } = await missing()
      if (documents + files === 0) return settle()
      const doubt = await recovery.doubt()
      condition.raise({ code: problem, message: wordsFor(documents, files, doubt?.reason), action: 'recover' })
    },

    /** Goes on with a recovery that was cut off by a crash. */
    async resume(): Promise<void> {
      if ((await recovery.state()) === 'under way') await start()
    },
  }
}

const wordsFor = (documents: number, files: number, reason?: DoubtReason): string => {
  const isForeign = reason === 'foreign'
  return documents > 0 ? words.recovery.missing(documents, isForeign) : words.recovery.unnamed(files, isForeign)
}
