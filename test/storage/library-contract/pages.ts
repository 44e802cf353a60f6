import { describe, expect, it } from 'vitest'
import type { Claim } from '../../../extensions/backend/src/storage/library/library.ts'
import { begin, outcome, type Start } from './engine.ts'

const texts = ['Mooring costs four euros.', 'The harbour master keeps the keys.']

export const pagesContract = (start: Start) =>
  describe('pages', () => {
    it('have their text and their passages, which are found by their ids', async () => {
      const { library, read } = await begin(start)
      const { document } = await read('fees.txt', texts)
      const { pages } = library
      expect(await pages.page(document.id, 2)).toEqual({ text: texts[1] })
      expect(await pages.page(document.id, 3)).toBeUndefined()
      const [passage] = await pages.passages(document.id, 2)
      const { id = '', ...range } = passage ?? {}
      expect(range).toEqual({ start: 0, end: texts[1]?.length })
      expect(await pages.passages(document.id, 3)).toEqual([])
      expect(await pages.passage(document.id, id)).toEqual({ page: 2, ...range })
      expect(await pages.passage(document.id, 'nope')).toBeUndefined()
      expect(await pages.ofPassage(id)).toBe(document.id)
      expect(await pages.ofPassage(crypto.randomUUID())).toBeUndefined()
    })

    it('are told of by a receipt', async () => {
      const { library, read } = await begin(start)
      const { document } = await read('fees.txt', texts)
      const { pages } = library
      await pages.setWarnings(document.id, ['A picture has no text.'])
      expect(await pages.receipt(document.id)).toEqual({
        pages: texts.map(({ length }, at) => ({ page: at + 1, characters: length, passages: 1, warnings: [] })),
        warnings: ['A picture has no text.'],
      })
      expect(await pages.receipt('nope')).toEqual({ pages: [], warnings: [] })
    })

    it('of the same bytes are known, where the same reading made them, and without a password', async () => {
      const { engine, library, add } = await begin(start)
      const reading = async (name: string, how: object) => {
        const { document } = await add(name, 'the same')
        const claim = (await library.claims.claim()) as Claim
        await engine.write(claim, ['the same'])
        await library.claims.ready(document.id, claim.lease, { ...outcome, ...how })
        return document
      }
      const first = await reading('first.txt', { extractor: 7 })
      await reading('locked.txt', { extractor: 7, isLocked: true })
      await reading('old.txt', { extractor: 6 })
      const { document } = await add('new.txt', 'the same')
      expect(await library.pages.extractor(first.id)).toBe(7)
      expect(await library.pages.extractor(document.id)).toBeUndefined()
      expect((await library.pages.doubles(document, 7)).map(({ id }) => id)).toEqual([first.id])
      expect(await library.pages.doubles(first, 7)).toEqual([])
    })

    it('are searched by their words, in their workspace alone', async () => {
      const { library, workspaceId, workspaceNumber, read } = await begin(start)
      const { document } = await read('fees.txt', texts)
      const { document: other } = await read('other.txt', ['Mooring is free.'])
      const wanted = { workspaceId, workspaceNumber, limit: 9 }
      const search = async (q: string, documentIds?: string[]) => {
        const { hits } = await library.search.search({ ...wanted, q, ...(documentIds && { documentIds }) })
        return hits.map(({ documentId, page }) => [documentId, page])
      }
      expect(await search('harbour keys')).toEqual([[document.id, 2]])
      expect((await search('mooring')).toSorted()).toEqual(
        [
          [document.id, 1],
          [other.id, 1],
        ].toSorted(),
      )
      expect(await search('mooring', [other.id])).toEqual([[other.id, 1]])
      expect(await search('')).toEqual([])
      const recalled = await library.search.recall({ ...wanted, q: 'harbour keys' })
      expect(recalled.hits).toMatchObject([{ documentId: document.id, page: 2 }])
      const similar = await library.search.similar({ workspaceNumber, documentId: document.id, limit: 9 })
      expect(similar.hits.map(({ documentId }) => documentId)).toEqual([other.id])

      const archive = await library.workspaces.add('Archive')
      const elsewhere = { workspaceId: archive.workspace.id, workspaceNumber: archive.number, q: 'mooring', limit: 9 }
      expect((await library.search.search(elsewhere)).hits).toEqual([])
      await library.documents.forget((await library.documents.hide(other.id)) as never)
      expect(await search('mooring')).toEqual([[document.id, 1]])
    })
  })
