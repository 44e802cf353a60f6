import { setImmediate as breath } from 'node:timers/promises'
import { fail } from '../../base/errors.ts'
import type { EventBus } from '../../base/events.ts'
import type { Recovered, Recovery } from '../../shared/contract/recovery.ts'
import { type Database, transaction } from '../../storage/database/database.ts'
import type { FolderStore } from '../../storage/library/folders.ts'
import type { WorkspaceStore } from '../../storage/library/workspaces.ts'
import type { Catalogue } from '../../storage/originals/catalogue.ts'
import type { Catalogued } from '../../storage/originals/catalogue-entry.ts'
import type { ContentStore } from '../../storage/originals/contents.ts'
import type { DoubtReason } from '../../storage/originals/doubt.ts'
import type { OnlyCatalogued, OnlyCataloguedStore } from '../../storage/originals/only-catalogued.ts'
import type { RecoveredStore } from '../../storage/originals/recovered.ts'
import type { Trust } from '../../storage/originals/trust.ts'
import type { FolderKeeper } from '../folders/keeper.ts'
import type { Intake } from '../library/indexing.ts'
import type { ConditionService } from './condition.ts'

type Parts = {
  db: Database
  catalogue: Catalogue
  only: OnlyCataloguedStore
  trust: Trust
  contents: ContentStore
  recovered: RecoveredStore
  workspaces: WorkspaceStore
  folders: FolderStore
  keeper: FolderKeeper
  intake: Intake
  condition: ConditionService
  events: EventBus
  /** Aborted when the server ends; the next start goes on. */
  signal: AbortSignal
}

/** The problem that it raises. */
const problem = 'originals.unknown'

/** Documents that are made in one transaction. */
const slice = 50

/** Makes again what only the catalogue beside the originals knows: workspaces, followed folders, documents. */
export const recoveryService = (parts: Parts) => {
  const { db, catalogue, only, trust, contents, recovered, workspaces, folders, keeper, intake } = parts
  const { condition, events, signal } = parts
  let progress: Recovery['progress']
  let running: Promise<Recovered> | undefined

  const missing = async (): Promise<Recovery['missing']> => {
    if (!trust.doubt() && catalogue.state().isOpen === 0) return { documents: 0, workspaces: 0, folders: 0, files: 0 }
    const { documents, workspaces: spaces, folders: kept, unnamed } = await only.find()
    return { documents: documents.length, workspaces: spaces.length, folders: kept.length, files: unnamed }
  }

  const makeWorkspaces = ({ workspaces: all, documents }: OnlyCatalogued): string[] =>
    transaction(db, () => {
      const made = all.filter((each) => recovered.addWorkspace(each)).map(({ id }) => id)
      for (const { workspaceId: id, createdAt } of documents) {
        if (recovered.addWorkspace({ id, name: 'Recovered documents', createdAt })) made.push(id)
      }
      return made
    })

  /** The ids that folders have now, by those that they had. */
  const makeFolders = ({ folders: all }: OnlyCatalogued): Map<string, string> =>
    transaction(db, () => {
      const possible = all.filter(({ workspaceId }) => workspaces.find(workspaceId))
      return new Map(possible.map((folder) => [folder.id, recovered.addFolder(folder)]))
    })

  const makeDocuments = (documents: readonly Catalogued<'document'>[], now: ReadonlyMap<string, string>): number =>
    transaction(db, () => {
      const added = documents.filter((document) => {
        const { sha256, workspaceId, folderId: was = '' } = document
        const id = now.get(was) ?? was
        const folder = recovered.hasFolder(id) ? { id } : undefined
        if (only.isKnown(document) || only.isDoubled(document, folder) || workspaces.isFree(workspaceId)) return false
        contents.bringBack(sha256)
        recovered.addDocument(document, folder?.id)
        return true
      })
      return added.length
    })

  const leaveOut = (all: readonly Catalogued<'left-out'>[], now: ReadonlyMap<string, string>) =>
    transaction(db, () => {
      for (const each of all) recovered.leaveOut(each, now.get(each.folderId) ?? each.folderId)
    })

  const settle = () => {
    catalogue.setOpen(false)
    condition.settle(problem)
  }

  const recover = async (): Promise<Recovered> => {
    const found = await only.find()
    const { documents, leftOut } = found
    catalogue.setOpen('under way')
    const made = makeWorkspaces(found)
    const now = makeFolders(found)
    let count = 0
    for (let at = 0; at < leftOut.length; at += slice) {
      leaveOut(leftOut.slice(at, at + slice), now)
      await breath()
    }
    for (let at = 0; at < documents.length; at += slice) {
      if (signal.aborted)
        fail('server.ending', 'AIOS is ending. Recovering goes on at its next start.', { status: 503 })
      progress = { done: at, total: documents.length }
      count += makeDocuments(documents.slice(at, at + slice), now)
      intake.wake()
      await breath()
    }
    const setAside = await contents.setAside()
    settle()
    // Only now: a look at a folder whose documents are not there yet would double them.
    for (const id of now.values()) {
      const folder = folders.find(id)
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
      const doubt = trust.doubt()
      const isOpen = catalogue.state().isOpen !== 0
      return { ...(doubt && { doubt }), isOpen, missing: await missing(), ...(progress && { progress }) }
    },

    /** Makes again what is missing, once, however often it is called; nothing that is there is changed. */
    recover: start,

    /** Leaves what only the catalogue knows: its originals are unclaimed from now on. */
    async dismiss(): Promise<void> {
      await running
      settle()
      await contents.setAside()
    },

    /** Says what is missing, if anybody is still to decide on it. */
    async look(): Promise<void> {
      if (catalogue.state().isOpen === 0) return
      const { documents, files } = await missing()
      if (documents + files === 0) return settle()
      condition.raise({ code: problem, message: wordsFor(documents, files, trust.doubt()?.reason), action: 'recover' })
    },

    /** Goes on with a recovery that was cut off by a crash. */
    async resume(): Promise<void> {
      if (catalogue.state().isOpen === 2) await start()
    },
  }
}
export type RecoveryService = ReturnType<typeof recoveryService>

const wordsFor = (documents: number, files: number, reason?: DoubtReason): string => {
  const what =
    documents > 0
      ? `is missing ${documents} ${documents === 1 ? 'document whose original file is' : 'documents whose original files are'} still here`
      : `does not know ${files} original ${files === 1 ? 'file' : 'files'} stored here`
  const them = documents + files === 1 ? 'it' : 'them'
  const subject = reason === 'foreign' ? 'The database comes from another data folder and' : 'The database'
  return `${subject} ${what}. Recover ${them}, or decide in Settings › Storage.`
}
