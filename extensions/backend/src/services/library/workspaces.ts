import type { EventBus } from '../../base/events.ts'
import type { Workspace } from '../../shared/contract/workspaces.ts'
import type { HiddenWorkspace, Library } from '../../storage/library/library.ts'
import type { RoomService } from '../system/room.ts'
import type { TaskService } from '../tasks/tasks.ts'
import type { DocumentService } from './documents.ts'

type Parts = {
  library: Library
  documents: DocumentService
  tasks: TaskService
  room: RoomService
  events: EventBus
}

export const workspaceService = ({ library, documents, tasks, room, events }: Parts) => {
  const { workspaces: store } = library

  const tell = (workspace: Workspace): Workspace => {
    events.emit({ type: 'workspace.changed', id: workspace.id, status: 'present' })
    return workspace
  }

  const forget = async (hidden: HiddenWorkspace) => {
    await store.forget(hidden)
    room.look()
  }

  return {
    /** @throws AppError `workspace.unknown` (404) */
    get: async (id: string): Promise<Workspace> => (await store.get(id)).workspace,
    all: async (): Promise<Workspace[]> => (await store.all()).map(({ workspace }) => workspace),
    add: async (name: string): Promise<Workspace> => tell((await store.add(name)).workspace),
    /** The workspace of this id; made with this name where there is none. */
    async addOrGet(wanted: Pick<Workspace, 'id' | 'name'>): Promise<Workspace> {
      const { workspace, isNew } = await store.addOrGet(wanted)
      return isNew ? tell(workspace) : workspace
    },
    /** @throws AppError `workspace.unknown` (404) */
    rename: async (id: string, name: string): Promise<Workspace> => tell(await store.rename(id, name)),
    /** Stops its tasks and forgets it with all it holds. @throws AppError `workspace.unknown` (404) */
    async remove(id: string): Promise<void> {
      const hidden = await store.hide(id)
      events.emit({ type: 'workspace.changed', id, status: 'removed' })
      await Promise.all([tasks.stopAll(id), documents.stopIndexing(id)])
      await forget(hidden)
    },
    /** Ends removals that a crash cut short. */
    async finishRemovals(): Promise<void> {
      for (const each of await store.hidden()) await forget(each)
    },
  }
}
export type WorkspaceService = ReturnType<typeof workspaceService>
