import type { DocumentStatus } from './documents.ts'
import type { TaskStatus } from './tasks.ts'

/**
 * What changed, as a hint: HTTP has the truth. `seq` rises with every event, across restarts too; a client
 * that sees a gap, or `reset`, asks again for all it shows.
 */
export type AppEvent = { seq: number } & (
  | { type: 'document.changed'; workspaceId: string; id: string; status: DocumentStatus | 'removed'; progress: number }
  | { type: 'task.changed'; workspaceId: string; id: string; status: TaskStatus | 'removed' }
  | { type: 'workspace.changed'; id: string; status: 'present' | 'removed' }
  | { type: 'folder.changed'; workspaceId: string; id: string; status: 'present' | 'removed' }
  | { type: 'indexing.changed'; paused: boolean }
  | { type: 'queue.changed'; paused: boolean }
  | { type: 'schedule.changed'; workspaceId: string; id: string; status: 'present' | 'removed' }
  | { type: 'embeddings.changed' }
  | { type: 'condition.changed' }
  | { type: 'agent.changed'; id: string; status: 'present' | 'removed' }
  | { type: 'mcp.changed'; id: string; status: 'present' | 'removed' }
  | { type: 'reset' }
)
