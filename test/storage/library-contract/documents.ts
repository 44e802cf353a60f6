import { describe, expect, it } from 'vitest'
import { all } from '../../support/all.ts'
import { begin, type Start, unknownDocument, unknownWorkspace } from './engine.ts'

export const documentsContract = (start: Start) =>
  describe('documents', () => {
    it('are taken in with their bytes, to be read', async () => {
      const { engine, library, workspaceId, add } = await begin(start)
      const { document, ...made } = await add('fees.txt', 'four euros', { folder: 'Fees', modified: 86_400_000 })
      expect(made).toMatchObject({ isNew: true })
      expect(document).toMatchObject({
        ...{ workspaceId, name: 'fees.txt', folder: 'Fees', size: 10, status: 'queued', progress: 0 },
        modifiedAt: '1970-01-02T00:00:00.000Z',
      })
      expect(engine.hasBytes(document.sha256)).toBe(true)
      expect(await library.documents.get(document.id)).toEqual(document)
      expect(await library.documents.find('nope')).toBeUndefined()
      await expect(library.documents.get('nope')).rejects.toMatchObject(unknownDocument)
    })

    it('of the same bytes, name and folder are one, also when two writers take them in at once', async () => {
      const { engine, library, workspaceId, add, receive } = await begin(start)
      const other = await engine.open()
      const file = { workspaceId, name: 'fees.txt', mediaType: 'text/plain' }
      const bytes = [await receive('four euros'), await receive('four euros')]
      const made = await Promise.all(
        [library, other].map(({ documents }, at) => documents.add({ ...file, incoming: bytes[at] as never })),
      )
      expect(made.map(({ isNew }) => isNew).toSorted()).toEqual([false, true])
      expect(made[0]?.document.id).toBe(made[1]?.document.id)
      expect((await add('fees.txt', 'five euros')).isNew).toBe(true)
      expect((await add('copy.txt', 'four euros')).isNew).toBe(true)
      expect((await add('fees.txt', 'four euros', { folder: 'Fees' })).isNew).toBe(true)
      expect(await library.documents.ofWorkspace(workspaceId)).toHaveLength(4)
    })

    it('that cannot be read are listed with the reason, and none of their bytes', async () => {
      const { engine, add } = await begin(start)
      const { document } = await add('large.txt', 'half of it', { error: 'It is too large.' })
      expect(document).toMatchObject({ status: 'failed', error: 'It is too large.' })
      expect(engine.hasBytes(document.sha256)).toBe(false)
    })

    it('that had failed are tried again when that is asked for', async () => {
      const { library, add } = await begin(start)
      const { document } = await add('fees.txt')
      const claim = await library.claims.claim()
      await library.claims.failed(document.id, claim?.lease as string, 'It is damaged.', 'document.damaged')
      expect(await add('fees.txt')).toMatchObject({ isNew: false, isQueued: false, document: { status: 'failed' } })
      const again = await add('fees.txt', 'fees.txt', { retry: true })
      expect(again).toMatchObject({ isNew: false, isQueued: true, document: { id: document.id, status: 'queued' } })
      expect(again.document).not.toHaveProperty('error')
    })

    it('get the id that is asked for where it is free, or is of the same document', async () => {
      const { library, workspaceId, add, receive } = await begin(start)
      const requestedId = crypto.randomUUID()
      expect((await add('fees.txt', 'a', { requestedId })).document.id).toBe(requestedId)
      expect((await add('other.txt', 'b', { requestedId })).document.id).not.toBe(requestedId)
      expect(await add('renamed.txt', 'a', { requestedId })).toMatchObject({
        isNew: false,
        document: { id: requestedId },
      })
      const archive = (await library.workspaces.add('Archive')).workspace.id
      expect(archive).not.toBe(workspaceId)
      const there = { workspaceId: archive, name: 'fees.txt', mediaType: 'text/plain', requestedId }
      const { document, isNew } = await library.documents.add({ ...there, incoming: await receive('a') })
      expect(isNew && document.id !== requestedId).toBe(true)
    })

    it('leave neither row nor bytes where they cannot be stored, or there is no workspace', async () => {
      const { engine, library, workspaceId, add, receive } = await begin(start)
      const incoming = await receive('never kept')
      const whole = engine.breakStoring('documents')
      await expect(add('x.txt', 'x', { incoming })).rejects.toThrow()
      whole()
      await expect(add('y.txt', 'never kept', { workspaceId: 'nope' })).rejects.toMatchObject(unknownWorkspace)
      expect(await library.documents.ofWorkspace(workspaceId)).toEqual([])
      expect(engine.hasBytes(incoming.sha256)).toBe(false)
    })

    it('are listed with the newest first, in slices, from one of them on', async () => {
      const { library, workspaceId, add } = await begin(start)
      const added = []
      for (let n = 0; n < 260; n++) added.push((await add(`${n}.txt`)).document.id)
      const newest = added.toReversed()
      const list = async (options?: Parameters<typeof library.documents.list>[1]) =>
        (await all(library.documents.list(workspaceId, options))).flat().map(({ id }) => id)
      expect(await list()).toEqual(newest)
      expect((await all(library.documents.list(workspaceId))).length).toBeGreaterThan(1)
      expect(await list({ limit: 3 })).toEqual(newest.slice(0, 3))
      expect(await list({ limit: 2, after: newest[3] })).toEqual(newest.slice(4, 6))
      expect(await list({ after: newest.at(-1) })).toEqual([])
      expect((await library.documents.ofWorkspace(workspaceId)).map(({ id }) => id)).toEqual(newest)
      await expect(all(library.documents.list('nope'))).rejects.toMatchObject(unknownWorkspace)
      await expect(all(library.documents.list(workspaceId, { after: 'nope' }))).rejects.toMatchObject(unknownDocument)
    })

    it('are counted once they are read, and seen by filters with their own date before others', async () => {
      const { library, workspaceId, workspaceNumber, add, read } = await begin(start)
      const { document } = await read('fees.txt', ['Mooring costs four euros.'])
      const { document: old } = await add('old.txt', 'old', { modified: 86_400_000 })
      expect(await library.documents.countReady(workspaceId)).toBe(1)
      expect(await library.documents.countReady(workspaceId, [old.id])).toBe(0)
      expect(await library.documents.countReady(workspaceId, [document.id, old.id])).toBe(1)
      expect(await library.documents.searched(workspaceNumber)).toMatchObject([
        { id: document.id, name: 'fees.txt', passages: 1, date: Date.parse(document.createdAt) },
        { id: old.id, date: 86_400_000, passages: 0 },
      ])
      expect(await library.documents.numbers(document.id)).toEqual({ number: expect.any(Number), workspaceNumber })
      expect(await library.documents.numbers('nope')).toBeUndefined()
    })

    it('are queued anew, which ends whatever was said of them', async () => {
      const { library, workspaceId, add, read } = await begin(start)
      const { document } = await read('fees.txt', ['Mooring costs four euros.'])
      expect(await library.documents.requeue(document.id)).toMatchObject({ id: document.id, status: 'queued' })
      const claim = await library.claims.claim()
      expect(claim).toMatchObject({ document: { id: document.id } })
      await library.documents.requeue(document.id)
      expect(await library.claims.heartbeat(document.id, claim?.lease as string)).toBe(false)
      const { document: waiting } = await add('new.txt')
      const before = await library.workspaces.change(workspaceId)
      expect(await library.documents.requeue(waiting.id)).toEqual(waiting)
      expect(await library.workspaces.change(workspaceId)).toBe(before)
      expect(await library.documents.requeue('nope')).toBeUndefined()
    })

    it('that are hidden are in no list at once, and are forgotten with what was read of them', async () => {
      const { engine, library, workspaceId, workspaceNumber, read } = await begin(start)
      const { document, number } = await read('fees.txt', ['Mooring costs four euros.'])
      const { id, sha256 } = document
      const hidden = { id, number, workspaceId, workspaceNumber, sha256 }
      expect(await library.documents.hide(id)).toEqual(hidden)
      expect(await library.documents.hide(id)).toBeUndefined()
      expect(await library.documents.find(id)).toBeUndefined()
      expect(await library.documents.ofWorkspace(workspaceId)).toEqual([])
      expect(await library.documents.requeue(id)).toBeUndefined()
      const other = await engine.open()
      expect(await other.documents.hidden()).toEqual([hidden])
      await other.documents.forget(hidden)
      expect(await library.documents.hidden()).toEqual([])
      expect(await library.pages.page(id, 1)).toBeUndefined()
      expect(engine.hasBytes(sha256)).toBe(false)
      await other.documents.forget(hidden) // as after a crash in between
    })
  })
