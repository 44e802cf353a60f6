import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A test collection in BEIR's layout: documents, queries, and which documents answer a query, how well. */
export type Collection = {
  name: string
  documents: { id: string; title: string; text: string }[]
  queries: { id: string; text: string }[]
  /** Query → document → relevance, above 0. */
  relevant: Map<string, Map<string, number>>
}

type Row = { _id: string; title?: string; text: string }

const rows = (file: string): Row[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.length > 0)
    .map((line) => JSON.parse(line) as Row)

/** Reads `corpus.jsonl`, `queries.jsonl` and `qrels.tsv` of a folder; undefined when it holds no collection. */
export const readCollection = (folder: string, name: string): Collection | undefined => {
  const at = (file: string) => join(folder, name, file)
  if (!existsSync(at('corpus.jsonl')) || !existsSync(at('qrels.tsv'))) return undefined
  const relevant = new Map<string, Map<string, number>>()
  for (const line of readFileSync(at('qrels.tsv'), 'utf8').split('\n')) {
    const [query, document, relevance] = line.split('\t')
    if (!query || !document || !(Number(relevance) > 0)) continue
    const of = relevant.get(query) ?? new Map<string, number>()
    relevant.set(query, of.set(document, Number(relevance)))
  }
  const documents = rows(at('corpus.jsonl')).map(({ _id, title = '', text }) => ({ id: _id, title, text }))
  const queries = rows(at('queries.jsonl'))
    .map(({ _id, text }) => ({ id: _id, text }))
    .filter(({ id }) => relevant.has(id))
  return { name, documents, queries, relevant }
}
