import { setTimeout as delay } from 'node:timers/promises'
import type { EventBus } from '../../base/events.ts'
import type { Workspace } from '../../shared/contract/workspaces.ts'
import type { WorkspaceStore } from '../../storage/library/workspaces.ts'
import type { ContentStore } from '../../storage/originals/contents.ts'
import type { OpenedCopies } from '../../storage/originals/opened-copies.ts'
import type { Indexing } from '../../workers/index-threads.ts'
import type { RoomService } from '../system/room.ts'
import type { TaskService } from '../tasks/tasks.ts'
import type { DocumentService } from './documents.ts'
import { findWorkspace } from './find-workspace.ts'

type Parts = {
  store: WorkspaceStore
  contents: ContentStore
  copies: OpenedCopies
  documents: DocumentService
  tasks: TaskService
  indexing: Indexing
  room: RoomService
  events: EventBus
}

/** Milliseconds between two steps of a removal, in which others get their turn. */
const breath = 2

export const workspaceService = ({ store, contents, copies, documents, tasks, indexing, room, events }: Parts) => {
  const get = (id: string): Workspace => findWorkspace(store, id).workspace

  const purge = async ({ id, number }: { id: string; number: number }) => {
    await indexing.dropWorkspace(number)
    const held = new Set(contents.ofWorkspace(id))
    for (let gone = store.purgeSome(id); gone; gone = store.purgeSome(id)) {
      await contents.removeManyUnheld(gone)
      for (const sha256 of gone) held.delete(sha256)
      await delay(breath)
    }
    store.purge(id)
    await contents.removeManyUnheld([...held])
    copies.clear()
    indexing.giveBack()
    room.look()
  }

  return {
    get,
    all: (): Workspace[] => store.all().map(({ workspace }) => workspace),
    add(name: string): Workspace {
      const { workspace } = store.add(name)
      events.emit({ type: 'workspace.changed', id: workspace.id, status: 'present' })
      return workspace
    },
    /** The workspace of this id; made with this name where there is none. */
    addOrGet({ id, name }: Pick<Workspace, 'id' | 'name'>): Workspace {
      const there = store.find(id)
      if (there) return there.workspace
      const { workspace } = store.add(name, store.isFree(id) ? id : undefined)
      events.emit({ type: 'workspace.changed', id: workspace.id, status: 'present' })
      return workspace
    },
    rename(id: string, name: string): Workspace {
      get(id)
      store.rename(id, name)
      events.emit({ type: 'workspace.changed', id, status: 'present' })
      return get(id)
    },
    /** Stops its tasks and forgets it with all it holds. */
    async remove(id: string): Promise<void> {
      const { number } = findWorkspace(store, id)
      store.markRemoved(id)
      events.emit({ type: 'workspace.changed', id, status: 'removed' })
      await Promise.all([tasks.stopAll(id), documents.stopIndexing(id)])
      await purge({ id, number })
    },
    /** Ends removals that a crash cut short. */
    async finishRemovals(): Promise<void> {
      for (const each of store.removed()) await purge(each)
    },
  }
}
export type WorkspaceService = ReturnType<typeof workspaceService>
