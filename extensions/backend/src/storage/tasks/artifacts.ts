import { randomUUIDv7 } from 'node:crypto'
import type { Artifact } from '../../shared/contract/tasks.ts'
import type { Database } from '../database/database.ts'

type Row = { id: string; task_id: string; name: string; media_type: string; size: number; sha256: string }

/** An artifact with the content that its blob stands under. */
export type StoredArtifact = Artifact & { sha256: string; taskId: string }

const toArtifact = (row: Row): StoredArtifact => ({
  id: row.id,
  name: row.name,
  mediaType: row.media_type,
  size: row.size,
  sha256: row.sha256,
  taskId: row.task_id,
})

/** Files that tasks made. */
export const artifactStore = (db: Database) => {
  const one = db.prepare('SELECT * FROM artifact WHERE id = ? AND task_id = ?')
  const any = db.prepare('SELECT 1 FROM artifact WHERE id = ?')
  const ofTask = db.prepare('SELECT * FROM artifact WHERE task_id = ? ORDER BY created_at, id')
  const insert = db.prepare(`
    INSERT INTO artifact (id, task_id, name, media_type, size, sha256, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`)

  return {
    isTaken: (id: string) => any.get(id) !== undefined,
    find(taskId: string, id: string): StoredArtifact | undefined {
      const found = one.get(id, taskId) as Row | undefined
      return found && toArtifact(found)
    },
    ofTask: (taskId: string): StoredArtifact[] => (ofTask.all(taskId) as Row[]).map(toArtifact),
    add({
      id = randomUUIDv7(),
      taskId,
      name,
      mediaType,
      size,
      sha256,
    }: Omit<StoredArtifact, 'id'> & { id?: string }): Artifact {
      insert.run(id, taskId, name, mediaType, size, sha256, new Date().toISOString())
      return { id, name, mediaType, size }
    },
  }
}
export type ArtifactStore = ReturnType<typeof artifactStore>
