import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { type Collection, readCollection } from '../test/retrieval/collection.ts'
import { openLibrary } from '../test/retrieval/library.ts'
import { mean, measure, percentile } from '../test/retrieval/metrics.ts'

/**
 * Measures retrieval on collections in BEIR's layout: plain FTS5 and the app side by side. Documents go through the
 * app's own pipeline as text files named by their title; a document ranks where its best passage does.
 *
 *     node scripts/bench-retrieval.ts [--data <folder of collections>] [--only <name>,<name>]
 */
const { values } = parseArgs({ options: { data: { type: 'string' }, only: { type: 'string' } } })
const data = values.data ?? join(import.meta.dirname, '../../shared/data/retrieval')
/** Passages asked for, so that a hundred documents are among them. */
const depth = 400

const main = async () => {
  if (!existsSync(data)) {
    console.log(`Skipped: there are no collections at ${data}. Name a folder of them with --data.`)
    return
  }
  const only = values.only?.split(',')
  console.log(
    row(['collection', 'documents', 'queries', 'engine', 'nDCG@10', 'MAP', 'R@10', 'R@100', 'p50 ms', 'p95 ms']),
  )
  console.log(row(Array(10).fill('---')))
  for (const name of readdirSync(data).sort()) {
    const collection = !only || only.includes(name) ? readCollection(data, name) : undefined
    if (!collection) continue
    report(collection, 'FTS5', await run(collection, plainEngine(collection)))
    const app = await appEngine(collection)
    report(collection, 'AIOS', await run(collection, app).finally(app.close))
  }
}

type Engine = { rank(query: string): Promise<string[]>; time(query: string): Promise<unknown> }

/** SQLite's FTS5 as it comes: Porter's stemmer, default BM25, any of the words that are no stop words. */
const plainEngine = ({ documents }: Collection): Engine => {
  const db = new DatabaseSync(':memory:')
  db.exec("CREATE VIRTUAL TABLE plain USING fts5 (title, text, tokenize = 'porter unicode61')")
  const insert = db.prepare('INSERT INTO plain (rowid, title, text) VALUES (?, ?, ?)')
  for (const [at, { title, text }] of documents.entries()) insert.run(at, title, text)
  const find = db.prepare('SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT ?')
  const search = async (query: string, limit: number) => {
    const all = [...new Set(query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])]
    const telling = all.filter((word) => !english.has(word))
    const match = (telling.length > 0 ? telling : all).map((word) => `"${word}"`).join(' OR ')
    return match ? (find.all(match, limit) as { rowid: number }[]) : []
  }
  return {
    rank: async (query) => (await search(query, 100)).map(({ rowid }) => documents[rowid]?.id ?? ''),
    time: (query) => search(query, 20),
  }
}

const english = new Set(
  `a about above after again all am an and any are as at be because been being below between both but by can could did do
   does doing down during each few for from further had has have having he her here hers him his how i if in into is it its
   itself just me more most must my no nor not now of off on once only or other our out over own same she should so some such
   than that the their them then there these they this those through to too under until up very was we were what when where
   which while who whom why will with would you your`.split(/\s+/),
)

const appEngine = async ({ documents }: Collection): Promise<Engine & { close(): Promise<void> }> => {
  const library = await openLibrary()
  const names = new Map<string, string>()
  for (const { id, title, text } of documents.filter((document) => document.text.trim() || document.title)) {
    const { id: documentId } = await library.addBytes(
      `${title || 'document'}.txt`,
      title ? `${title}\n\n${text}` : text,
    )
    names.set(documentId, id)
  }
  const distinct = (ids: readonly string[]) => [...new Set(ids)].slice(0, 100)
  return {
    rank: async (query) =>
      distinct((await library.search(query, depth)).map(({ documentId }) => names.get(documentId) ?? '')),
    time: (query) => library.search(query),
    close: () => library.close(),
  }
}

const run = async ({ queries, relevant }: Collection, engine: Engine) => {
  const qualities = []
  const times = []
  for (const { id, text } of queries) {
    qualities.push(measure(await engine.rank(text), relevant.get(id) ?? new Map()))
    const began = performance.now()
    await engine.time(text)
    times.push(performance.now() - began)
  }
  return { qualities, times }
}

const report = (
  { name, documents, queries }: Collection,
  engine: string,
  { qualities, times }: Awaited<ReturnType<typeof run>>,
) => {
  const of = (pick: (quality: (typeof qualities)[number]) => number) => mean(qualities.map(pick)).toFixed(3)
  console.log(
    row([
      name,
      String(documents.length),
      String(queries.length),
      engine,
      of(({ ndcg10 }) => ndcg10),
      of(({ averagePrecision }) => averagePrecision),
      of(({ recall10 }) => recall10),
      of(({ recall100 }) => recall100),
      percentile(times, 0.5).toFixed(1),
      percentile(times, 0.95).toFixed(1),
    ]),
  )
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

await main()
