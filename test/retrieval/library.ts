import { randomUUIDv7 } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import { type IndexJob, indexing } from '../../extensions/backend/src/workers/index-threads.ts'
import { searching } from '../../extensions/backend/src/workers/search-thread.ts'

/** Who has claimed the documents that are indexed. */
const lease = 'library'

type Options = Omit<Parameters<typeof indexing>[0], 'dataDir'>

/** A data directory of its own with one workspace, and the pipeline over it that documents and queries really take. */
export const openLibrary = async (options: Options = {}) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'aios-library-'))
  const db = await openDatabase(dataDir)
  const indexer = indexing({ dataDir, ...options })
  const searcher = searching({ dataDir })
  const workspaceId = randomUUIDv7()
  const now = new Date().toISOString()
  const workspaceNumber = Number(
    db.prepare('INSERT INTO workspace (id, name, created_at) VALUES (?, ?, ?)').run(workspaceId, 'test', now)
      .lastInsertRowid,
  )
  const insert = db.prepare(`
    INSERT INTO document (id, workspace_id, name, media_type, size, sha256, status, created_at, lease_owner)
    VALUES (?, ?, ?, '', 0, '', 'indexing', ?, '${lease}')`)
  const page = db.prepare('SELECT text FROM page WHERE document_id = ? AND number = ?')
  mkdirSync(join(dataDir, 'files'))
  const paths = new Map<string, string>()

  return {
    db,
    indexer,
    dataDir,
    workspaceId,
    workspaceNumber,
    lease,
    /** Where the bytes of an added document are. */
    fileOf: (id: string) => paths.get(id) ?? '',
    /** Indexes a file, under another name where one is given. Rejects as indexing does. */
    async add(path: string, name = path.replace(/^.*[\\/]/, ''), more: Pick<IndexJob, 'signal' | 'onProgress'> = {}) {
      const id = randomUUIDv7()
      paths.set(id, path)
      const number = Number(insert.run(id, workspaceId, name, now).lastInsertRowid)
      const result = await indexer.index({ document: { id, number, workspaceNumber, name, path, lease }, ...more })
      return { id, number, ...result }
    },
    /** Indexes bytes as a file of this name. */
    addBytes(name: string, bytes: Uint8Array | string, more: Pick<IndexJob, 'signal' | 'onProgress'> = {}) {
      const path = join(dataDir, 'files', randomUUIDv7())
      writeFileSync(path, bytes)
      return this.add(path, name, more)
    },
    search: async (q: string, limit = 20, documentIds?: string[]) =>
      (await searcher.search({ workspaceId, workspaceNumber, q, limit, ...(documentIds && { documentIds }) })).hits,
    /** Words of a query that were corrected. */
    corrections: async (q: string) =>
      (await searcher.search({ workspaceId, workspaceNumber, q, limit: 20 })).corrections,
    pageText: (documentId: string, number: number) =>
      (page.get(documentId, number) as { text: string } | undefined)?.text,
    async close() {
      await Promise.all([indexer.close(), searcher.close()])
      db.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type Library = Awaited<ReturnType<typeof openLibrary>>
