import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readCollection } from './collection.ts'
import { openLibrary } from './library.ts'
import { mean, measure } from './metrics.ts'

const folder = join(import.meta.dirname, '../../../shared/data/retrieval')
const isThere = existsSync(folder)

/** A little under what was measured when this was written, well over what plain FTS5 reaches (de .93, zh .11). */
it.skipIf(!isThere).each([
  ['xquad-de', 0.94],
  ['xquad-zh', 0.94],
])(
  `ranks %s no worse than it did${isThere ? '' : ' (skipped: ../shared/data/retrieval is not there)'}`,
  async (name, least) => {
    const collection = readCollection(folder, name)
    const library = await openLibrary()
    const ids = new Map<string, string>()
    try {
      for (const { id, text } of collection?.documents ?? []) {
        ids.set((await library.addBytes(`${id}.txt`, text)).id, id)
      }
      const qualities = []
      for (const { id, text } of (collection?.queries ?? []).filter((_, at) => at % 6 === 0)) {
        const ranking = (await library.search(text, 20)).map(({ documentId }) => ids.get(documentId) ?? '')
        qualities.push(measure([...new Set(ranking)], collection?.relevant.get(id) ?? new Map()).ndcg10)
      }
      expect(qualities.length).toBeGreaterThan(100)
      expect(mean(qualities)).toBeGreaterThan(least)
    } finally {
      await library.close()
    }
  },
  120_000,
)
