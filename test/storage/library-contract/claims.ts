import { describe, expect, it } from 'vitest'
import type { Claim } from '../../../extensions/backend/src/storage/library/library.ts'
import { begin, outcome, type Start } from './engine.ts'

export const claimsContract = (start: Start) =>
  describe('claims', () => {
    it('are given once each, the oldest first, whoever asks', async () => {
      const { engine, library, workspaceId, add } = await begin(start)
      const other = await engine.open()
      const ids = []
      for (const name of ['a', 'b', 'c', 'd']) ids.push((await add(name)).document.id)
      expect(await library.claims.open()).toEqual({ queued: 4, indexing: 0 })
      const claims = await Promise.all([library, other, library].map(({ claims }) => claims.claim()))
      expect(claims.map((claim) => claim?.document.id).toSorted()).toEqual(ids.slice(0, 3).toSorted())
      expect(new Set(claims.map((claim) => claim?.lease)).size).toBe(3)
      expect(await library.claims.open()).toEqual({ queued: 1, indexing: 3 })
      expect(await other.claims.claim([ids[3] as string])).toBeUndefined()
      expect((await other.claims.claim())?.document.id).toBe(ids[3])
      expect(await library.claims.claim()).toBeUndefined()
      const unfinished = await library.claims.unfinished(workspaceId)
      expect(unfinished.map(({ id }) => id)).toEqual(ids)
      expect(await library.claims.unfinished(workspaceId, [ids[2] as string, 'nope'])).toMatchObject([{ id: ids[2] }])
    })

    it('hold until their work is done', async () => {
      const { engine, library, workspaceId, add } = await begin(start)
      const { document } = await add('fees.txt')
      const claim = (await library.claims.claim()) as Claim
      const { lease } = claim
      expect(await library.claims.heartbeat(document.id, lease)).toBe(true)
      expect(await library.claims.progressed(document.id, lease, 0.5, 3)).toBe(true)
      expect(await library.documents.get(document.id)).toMatchObject({ status: 'indexing', progress: 0.5, pages: 3 })
      await engine.write(claim, ['Mooring costs four euros.'])
      expect(await library.claims.ready(document.id, lease, outcome)).toBe(true)
      expect(await library.documents.get(document.id)).toMatchObject({ status: 'ready', progress: 1, passages: 1 })
      expect(await library.claims.heartbeat(document.id, lease)).toBe(false)
      expect(await library.claims.failed(document.id, lease, 'Too late.')).toBe(false)
      expect(await library.claims.unfinished(workspaceId)).toEqual([])
    })

    it('that are given back are given again', async () => {
      const { library, add } = await begin(start)
      const { document } = await add('fees.txt')
      const first = (await library.claims.claim()) as Claim
      expect(await library.claims.release(document.id, first.lease)).toBe(true)
      const second = await library.claims.claim()
      expect(second).toMatchObject({ document: { id: document.id }, crashes: 0 })
      expect(second?.lease).not.toBe(first.lease)
      expect(await library.claims.release(document.id, first.lease)).toBe(false)
    })

    it('of who is gone are given again; only a crash counts against the document', async () => {
      const { engine, library, add } = await begin(start)
      const { document } = await add('fees.txt')
      await library.claims.claim()
      await engine.abandon(document.id)
      const other = await engine.open()
      expect(await other.claims.claim()).toMatchObject({ document: { id: document.id }, crashes: 0 })
      await engine.abandon(document.id)
      const afterCrash = await engine.open({ afterCrash: true })
      expect(await afterCrash.claims.claim()).toMatchObject({ document: { id: document.id }, crashes: 1 })
    })

    it('that were lost store nothing', async () => {
      const { engine, library, add } = await begin(start)
      const { document } = await add('fees.txt')
      const { id } = document
      const claim = (await library.claims.claim()) as Claim
      const seized = (await (await engine.open()).claims.seize(id)) as Claim
      const { lease } = claim
      await expect(engine.write(claim, ['Mooring.'])).rejects.toThrow()
      await expect(library.claims.clear(claim)).rejects.toThrow()
      expect(await library.claims.heartbeat(id, lease)).toBe(false)
      expect(await library.claims.progressed(id, lease, 0.5, 1)).toBe(false)
      expect(await library.claims.ready(id, lease, outcome)).toBe(false)
      expect(await library.claims.restoreReading(id, lease)).toBe(false)
      expect(await library.claims.failed(id, lease, 'No.')).toBe(false)
      expect(await library.documents.get(id)).toMatchObject({ status: 'indexing', progress: 0 })
      expect(await library.claims.failed(id, seized.lease, 'Cancelled.', 'document.cancelled')).toBe(true)
      expect(await library.documents.get(id)).toMatchObject({
        ...{ status: 'failed', error: 'Cancelled.', errorCode: 'document.cancelled' },
      })
      expect(await library.claims.seize(id)).toBeUndefined()
    })

    it('end with the document', async () => {
      const { library, add } = await begin(start)
      const { document } = await add('fees.txt')
      const { lease } = (await library.claims.claim()) as Claim
      await library.documents.hide(document.id)
      expect(await library.claims.ready(document.id, lease, outcome)).toBe(false)
      expect(await library.claims.claim()).toBeUndefined()
      expect(await library.claims.seize(document.id)).toBeUndefined()
    })

    it('clear what was written under them, and leave as it was what was read before', async () => {
      const { engine, library, add, read } = await begin(start)
      const { document } = await add('fees.txt')
      const claim = (await library.claims.claim()) as Claim
      await engine.write(claim, ['Mooring.', 'Berths.'])
      expect(await library.pages.page(document.id, 2)).toMatchObject({ text: 'Berths.' })
      await library.claims.clear(claim)
      expect(await library.pages.page(document.id, 2)).toBeUndefined()
      expect(await library.claims.restoreReading(document.id, claim.lease)).toBe(false)
      await library.claims.failed(document.id, claim.lease, 'No.')

      const { document: whole } = await read('whole.txt', ['All of it.'])
      await library.documents.requeue(whole.id)
      const again = (await library.claims.claim()) as Claim
      expect(await library.claims.restoreReading(whole.id, again.lease)).toBe(true)
      expect(await library.documents.get(whole.id)).toMatchObject({ status: 'ready', passages: 1 })
    })
  })
