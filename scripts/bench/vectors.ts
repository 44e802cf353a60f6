import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import { embeddingStore } from '../../extensions/backend/src/storage/index/embeddings.ts'
import { type VectorPart, vectorStore } from '../../extensions/backend/src/storage/index/vectors.ts'
import { documentStore } from '../../extensions/backend/src/storage/library/documents.ts'
import { workspaceStore } from '../../extensions/backend/src/storage/library/workspaces.ts'
import { normalised } from '../../extensions/backend/src/text/search/vectors.ts'
import { openVectors } from '../../extensions/backend/src/workers/vectors-thread.ts'
import { repeat } from './statistics.ts'

/** Passages of one document, as many as one row of the database holds vectors of. */
const perDocument = 64
const most = 100

/** Milliseconds of each of fifty looks for the nearest of so many random vectors, in the thread that does it in the app. */
export const timeScans = async (count: number, dimensions: number): Promise<number[]> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'aios-bench-'))
  const db = await openDatabase(dataDir)
  const vectors = openVectors({ dataDir })
  try {
    const { number: workspaceNumber, workspace } = workspaceStore(db).add('Bench')
    const set = embeddingStore(db).setOf('bench', 'random').number
    const documents = documentStore(db)
    const writer = connect(dataDir, 'writer')
    const store = vectorStore(writer)
    const claim = writer.prepare('INSERT INTO embedding (document_id, set_number, lease_owner) VALUES (?, ?, ?)')
    for (let first = 0; first < count; first += perDocument) {
      const numbers = Array.from({ length: Math.min(perDocument, count - first) }, (_, at) => first + at)
      const facts = { workspaceId: workspace.id, name: `${first}.md`, mediaType: 'text/markdown', size: 0, sha256: '' }
      const { id } = documents.add(facts)
      claim.run(id, set, 'bench')
      const part: VectorPart = {
        ...{ id, workspaceNumber, page: 1, passage: first, numbers, isLast: true },
        vectors: numbers.map(() => randomVector(dimensions)),
      }
      store.store(set, 'bench', [part])
    }
    writer.close()
    return await repeat(50, async () => {
      const query = randomVector(dimensions) as Float32Array
      const started = performance.now()
      const near = await vectors.scan({ set, workspaceNumber, query, most })
      if (near.length !== most) throw new Error(`${near.length} were found.`)
      return performance.now() - started
    })
  } finally {
    await vectors.close()
    db.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const randomVector = (dimensions: number) =>
  normalised(Float32Array.from({ length: dimensions }, () => Math.random() - 0.5))
