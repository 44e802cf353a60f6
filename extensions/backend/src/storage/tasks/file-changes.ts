import { randomUUIDv7 } from 'node:crypto'
import type { FileChange } from '../../shared/contract/journal.ts'
import type { Artifact, Result } from '../../shared/contract/tasks.ts'
import { type Database, transaction } from '../database/database.ts'
import type { StoredArtifact } from './artifacts.ts'

type Row = {
  id: string
  task_id: string
  artifact_id: string | null
  name: string
  media_type: string
  before_sha256: string | null
  before_size: number | null
  after_sha256: string | null
  after_size: number | null
  restores: string | null
  created_at: string
  now_sha256: string | null
  taken_back: number
}

type Content = NonNullable<FileChange['before']>
export type StoredChange = FileChange & { mediaType: string }

/** A change of a file of this computer; without `after` the file is removed. */
type ComputerChange = {
  taskId: string
  path: string
  before?: Content | undefined
  after?: Content | undefined
  restores?: string
}
const anyMedia = 'application/octet-stream'

const toContent = (sha256: string | null, size: number | null): Content | undefined =>
  sha256 === null ? undefined : { sha256, size: size ?? 0 }

const toChange = (row: Row): StoredChange => {
  const before = toContent(row.before_sha256, row.before_size)
  const after = toContent(row.after_sha256, row.after_size)
  return {
    id: row.id,
    taskId: row.task_id,
    ...(row.artifact_id !== null && { artifactId: row.artifact_id }),
    name: row.name,
    mediaType: row.media_type,
    ...(before && { before }),
    ...(after && { after }),
    ...(row.restores !== null && { restores: row.restores }),
    isUndone: row.artifact_id === null ? row.taken_back === 1 : row.now_sha256 === row.before_sha256,
    createdAt: row.created_at,
  }
}

/** What tasks wrote into their artifacts, change by change; the artifact is what the last one left. */
export const journalStore = (db: Database) => {
  const select = `
    SELECT c.*, a.sha256 AS now_sha256, EXISTS (SELECT 1 FROM file_change r WHERE r.restores = c.id) AS taken_back
    FROM file_change c LEFT JOIN artifact a ON a.id = c.artifact_id`
  const one = db.prepare(`${select} WHERE c.id = ?`)
  const ofTask = db.prepare(`${select} WHERE c.task_id = ? ORDER BY c.number`)
  const lastOfFile = db.prepare(`
    SELECT after_sha256, after_size FROM file_change
    WHERE task_id = ? AND artifact_id IS NULL AND name = ? AND created_at >= ? ORDER BY number DESC LIMIT 1`)
  const named = db.prepare(`
    SELECT id, name, sha256, size FROM artifact WHERE task_id = ? AND lower(name) = lower(?)
    ORDER BY created_at DESC, id DESC LIMIT 1`)
  const current = db.prepare('SELECT sha256, size FROM artifact WHERE id = ?')
  const put = db.prepare(`
    INSERT INTO artifact (id, task_id, name, media_type, size, sha256, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET media_type = excluded.media_type, size = excluded.size, sha256 = excluded.sha256`)
  const remove = db.prepare('DELETE FROM artifact WHERE id = ?')
  const insert = db.prepare(`
    INSERT INTO file_change (id, task_id, artifact_id, name, media_type, before_sha256, before_size, after_sha256,
      after_size, restores, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const resultOf = db.prepare('SELECT result FROM task WHERE id = ?')
  const setResult = db.prepare('UPDATE task SET result = ?, change = change + 1 WHERE id = ?')

  const find = (id: string): StoredChange | undefined => {
    const found = one.get(id) as Row | undefined
    return found && toChange(found)
  }

  const add = (file: Omit<StoredArtifact, 'size' | 'sha256'>, before?: Content, after?: Content, restores?: string) => {
    const id = randomUUIDv7()
    const contents = [before?.sha256 ?? null, before?.size ?? null, after?.sha256 ?? null, after?.size ?? null]
    const about = [file.taskId, file.id, file.name, file.mediaType]
    insert.run(id, ...about, ...contents, restores ?? null, new Date().toISOString())
    return id
  }

  /** The task's result lists its files, with their sizes. */
  const listInResult = (taskId: string, { id, ...file }: Artifact, isThere: boolean) => {
    const { result: json } = resultOf.get(taskId) as { result: string | null }
    if (json === null) return
    const result = JSON.parse(json) as Result
    const at = result.artifacts.findIndex((artifact) => artifact.id === id)
    result.artifacts.splice(
      at < 0 ? result.artifacts.length : at,
      at < 0 ? 0 : 1,
      ...(isThere ? [{ id, ...file }] : []),
    )
    setResult.run(JSON.stringify(result), taskId)
  }

  return {
    find,
    ofTask: (taskId: string): StoredChange[] => (ofTask.all(taskId) as Row[]).map(toChange),

    /** What each file of a task once was, the earliest first, and whether it is that now. */
    versions: (taskId: string) =>
      (ofTask.all(taskId) as Row[]).flatMap((row) => {
        const { after, name, artifactId } = toChange(row)
        return after && artifactId ? [{ name, after, isCurrent: row.now_sha256 === after.sha256 }] : []
      }),

    /** Writes a file of a task: anew, or over the one of that name, whose bytes stay in the journal. */
    write(file: Omit<StoredArtifact, 'id'>): Artifact {
      return transaction(db, () => {
        const { taskId, mediaType, sha256, size } = file
        const known = named.get(taskId, file.name) as
          | { id: string; name: string; sha256: string; size: number }
          | undefined
        const id = known?.id ?? randomUUIDv7()
        const name = known?.name ?? file.name
        put.run(id, taskId, name, mediaType, size, sha256, new Date().toISOString())
        add({ ...file, id, name }, known && { sha256: known.sha256, size: known.size }, { sha256, size })
        return { id, name, mediaType, size }
      })
    },

    /** Notes a change of a file of this computer, by its whole path. */
    noteFile({ taskId, path, before, after, restores }: ComputerChange): string {
      const id = randomUUIDv7()
      const contents = [before?.sha256 ?? null, before?.size ?? null, after?.sha256 ?? null, after?.size ?? null]
      insert.run(id, taskId, null, path, anyMedia, ...contents, restores ?? null, new Date().toISOString())
      return id
    },

    /** What a task's last change of a file since a moment left; nothing where it made none. */
    lastOfFile(taskId: string, path: string, since: string): Pick<StoredChange, 'after'> | undefined {
      const row = lastOfFile.get(taskId, path, since) as Pick<Row, 'after_sha256' | 'after_size'> | undefined
      return row && { after: toContent(row.after_sha256, row.after_size) }
    },

    /** Makes a file what it was before a change, as a further change; nothing where it is that already. */
    restore(id: string): StoredChange | undefined {
      return transaction(db, () => {
        const change = find(id)
        if (!change || change.isUndone) return undefined
        const { taskId, artifactId, name, mediaType, before } = change
        if (artifactId === undefined) return undefined
        const now = current.get(artifactId) as Content | undefined
        const file = { id: artifactId, name, mediaType, size: before?.size ?? 0 }
        if (before) put.run(artifactId, taskId, name, mediaType, before.size, before.sha256, new Date().toISOString())
        else remove.run(artifactId)
        listInResult(taskId, file, before !== undefined)
        return find(add({ ...file, taskId }, now, before, id))
      })
    },
  }
}
export type JournalStore = ReturnType<typeof journalStore>
