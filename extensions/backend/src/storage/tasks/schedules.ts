import { randomUUIDv7 } from 'node:crypto'
import * as words from '../../base/words/index.ts'
import type { CheckedSchedule, Missed, Schedule, Timing } from '../../shared/contract/schedules.ts'
import type { TaskStatus } from '../../shared/contract/tasks.ts'
import { openStatuses } from '../../shared/task-states.ts'
import { type Database, transaction } from '../database/database.ts'
import { fromPriority, statusIn, toPriority } from './task-rows.ts'

type Row = {
  id: string
  workspace_id: string
  agent_id: string
  name: string
  prompt: string
  document_ids: string | null
  priority: number
  timing: string
  folder_id: string | null
  missed: Missed
  enabled: number
  next_at: number | null
  note: string | null
  created_at: string
  task_id: string | null
  task_status: TaskStatus | null
  task_created_at: string | null
}

const iso = (milliseconds: number) => new Date(milliseconds).toISOString()

const toSchedule = (row: Row): Schedule => {
  const timing = JSON.parse(row.timing) as Timing
  const note = timing.kind === 'folder' && row.folder_id === null ? words.schedules.folderGone : row.note
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    agentId: row.agent_id,
    name: row.name,
    prompt: row.prompt,
    ...(row.document_ids !== null && { documentIds: JSON.parse(row.document_ids) as string[] }),
    priority: fromPriority(row.priority),
    timing,
    missed: row.missed,
    enabled: row.enabled === 1,
    ...(row.next_at !== null && row.enabled === 1 && { nextAt: iso(row.next_at) }),
    ...(note !== null && { note }),
    ...(row.task_id !== null && {
      last: {
        taskId: row.task_id,
        status: row.task_status as TaskStatus,
        createdAt: row.task_created_at as string,
      },
    }),
    createdAt: row.created_at,
  }
}

/** What a schedule is, apart from what became of it. */
export type ScheduleFacts = Omit<CheckedSchedule, 'documentIds'> & { documentIds?: string[] | undefined }

/** A document of a followed folder that came or changed since the schedule last ran. */
export type PendingDocument = { id: string; name: string; sha256: string; status: string }

/** What a turn leaves behind: when the next one is, and why it launched nothing. */
export type Turn = { nextAt?: number | undefined; note?: string | undefined; isOver?: boolean }

export const scheduleStore = (db: Database) => {
  const select = `
    SELECT s.*, t.id AS task_id, t.status AS task_status, t.created_at AS task_created_at
    FROM schedule s JOIN workspace w ON w.id = s.workspace_id AND w.removed_at IS NULL
    LEFT JOIN task t ON t.id = (SELECT id FROM task WHERE schedule_id = s.id AND parent_id IS NULL
      ORDER BY created_at DESC, id DESC LIMIT 1)`
  const all = db.prepare(`${select} ORDER BY s.created_at, s.id`)
  const ofWorkspace = db.prepare(`${select} WHERE s.workspace_id = ? ORDER BY s.created_at, s.id`)
  const one = db.prepare(`${select} WHERE s.id = ?`)
  const due = db.prepare(`${select} WHERE s.enabled = 1 AND s.next_at <= ? ORDER BY s.next_at`)
  const following = db.prepare(`${select} WHERE s.enabled = 1 AND s.folder_id IS NOT NULL ORDER BY s.id`)
  const soonest = db.prepare('SELECT min(next_at) AS at FROM schedule WHERE enabled = 1 AND next_at IS NOT NULL')
  const insert = db.prepare(`
    INSERT INTO schedule (id, workspace_id, created_at, agent_id, name, prompt, document_ids, priority, timing, folder_id,
      missed, enabled, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const update = db.prepare(`
    UPDATE schedule SET agent_id = ?, name = ?, prompt = ?, document_ids = ?, priority = ?, timing = ?, folder_id = ?,
      missed = ?, enabled = ?, next_at = ?, note = NULL WHERE id = ?`)
  const remove = db.prepare('DELETE FROM schedule WHERE id = ?')
  const nextIs = db.prepare('SELECT 1 FROM schedule WHERE id = ? AND enabled = 1 AND next_at IS ?')
  const turned = db.prepare('UPDATE schedule SET next_at = ?, note = ?, enabled = enabled AND NOT ? WHERE id = ?')
  const isOpen = db.prepare(`
    SELECT 1 FROM task WHERE schedule_id = ? AND ${statusIn(openStatuses)} LIMIT 1`)
  const ofFolder = `
    FROM folder_file f JOIN document d ON d.id = f.document_id AND d.removed_at IS NULL WHERE f.folder_id = ?`
  const folderDocuments = db.prepare(`SELECT d.id ${ofFolder} AND d.status = 'ready' ORDER BY d.name LIMIT 10000`)
  const unread = db.prepare(`SELECT count(*) AS n ${ofFolder} AND d.status IN ('queued', 'indexing')`)
  const pending = db.prepare(`
    SELECT d.id, d.name, d.sha256, d.status ${ofFolder} AND NOT EXISTS (SELECT 1 FROM schedule_document s
      WHERE s.schedule_id = ? AND s.document_id = d.id AND s.sha256 = d.sha256) ORDER BY d.name LIMIT 10000`)
  const seen = db.prepare(`
    INSERT INTO schedule_document (schedule_id, document_id, sha256) VALUES (?, ?, ?)
    ON CONFLICT (schedule_id, document_id) DO UPDATE SET sha256 = excluded.sha256`)
  const seenAll = db.prepare(`
    INSERT INTO schedule_document (schedule_id, document_id, sha256) SELECT ?, d.id, d.sha256 ${ofFolder}
    ON CONFLICT (schedule_id, document_id) DO UPDATE SET sha256 = excluded.sha256`)

  const find = (id: string): Schedule | undefined => {
    const found = one.get(id) as Row | undefined
    return found && toSchedule(found)
  }
  const columns = (facts: ScheduleFacts, nextAt: number | undefined) => {
    const { agentId, name, prompt, documentIds, priority, timing, missed, enabled } = facts
    return [
      ...[agentId, name, prompt, documentIds ? JSON.stringify(documentIds) : null, toPriority(priority)],
      ...[JSON.stringify(timing), timing.kind === 'folder' ? timing.folderId : null, missed, Number(enabled)],
      nextAt ?? null,
    ]
  }
  const rows = (found: unknown[]) => (found as Row[]).map(toSchedule)

  return {
    find,
    list: (workspaceId?: string) => rows(workspaceId === undefined ? all.all() : ofWorkspace.all(workspaceId)),
    /** Those whose time has come. */
    due: (now: number) => rows(due.all(now)),
    /** Those that follow a folder. */
    following: () => rows(following.all()),
    /** When the next one is due, in milliseconds. */
    soonest: () => (soonest.get() as { at: number | null }).at ?? undefined,

    add(facts: ScheduleFacts, nextAt: number | undefined): Schedule {
      const id = randomUUIDv7()
      insert.run(id, facts.workspaceId, new Date().toISOString(), ...columns(facts, nextAt))
      return find(id) as Schedule
    },
    put(id: string, facts: ScheduleFacts, nextAt: number | undefined): void {
      update.run(...columns(facts, nextAt), id)
    },
    remove: (id: string): void => void remove.run(id),

    /**
     * Ends a turn, once: `launch` runs in the same transaction as the look whether the turn is still to come, so that of
     * several instances one launches, and a crash leaves both or neither.
     */
    turn(id: string, nextAt: number | undefined, { nextAt: after, note, isOver = false }: Turn, launch: () => void) {
      return transaction(db, () => {
        if (!nextIs.get(id, nextAt ?? null)) return false
        launch()
        turned.run(after ?? null, note ?? null, Number(isOver), id)
        return true
      })
    },
    /** Whether something that it launched has not ended yet. */
    isOpen: (id: string): boolean => isOpen.get(id) !== undefined,

    folderDocuments: (folderId: string) => (folderDocuments.all(folderId) as { id: string }[]).map(({ id }) => id),
    /** How many documents of a folder are still to be read. */
    unread: (folderId: string) => (unread.get(folderId) as { n: number }).n,
    pending: (id: string, folderId: string) => pending.all(folderId, id) as PendingDocument[],
    /** From now on these are no news. */
    note(id: string, documents: readonly PendingDocument[]): void {
      for (const { id: documentId, sha256 } of documents) seen.run(id, documentId, sha256)
    },
    /** From now on nothing that is in the folder is news. */
    noteAll: (id: string, folderId: string): void => void seenAll.run(id, folderId),
  }
}
export type ScheduleStore = ReturnType<typeof scheduleStore>
