import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { FolderFile, KnownFile } from '../../../extensions/backend/src/storage/library/library.ts'
import { begin, type Start, unknownWorkspace } from './engine.ts'

const facts = { size: 4, modified: 1234.5 }

const followed = async (start: Start, mode: 'copy' | 'in-place' = 'copy') => {
  const begun = await begin(start)
  const { library, workspaceId, receive } = begun
  const folder = await library.folders.add({ workspaceId, path: '/harbour', mode, ignore: ['*.log'] })
  const file = (path: string, archive?: string): FolderFile => ({ folder, path, facts, ...(archive && { archive }) })
  /** Follows a file whose text is its path, where no other is given. */
  const follow = async (of: FolderFile, text = of.path, error?: string) => {
    const incoming = await receive(text)
    const names = { name: of.path.split('/').at(-1) as string, folder: 'harbour' }
    return library.folders.followFile(of, { incoming, mediaType: 'text/plain', ...names, error })
  }
  const known = async (path: string) =>
    (await library.folders.files(folder.id)).find((each) => each.path === path) as KnownFile
  const change = async (of: FolderFile, before: KnownFile, text: string) =>
    library.folders.changeFile(of, before, { incoming: await receive(text), mediaType: 'text/plain' })
  return { ...begun, folder, file, follow, known, change }
}

export const foldersContract = (start: Start) => {
  describe('folders', () => {
    it('are found, listed, noted what came of them, and forgotten', async () => {
      const { library, workspaceId, folder } = await followed(start)
      await delay(2) // those of one millisecond are in no order
      const second = await library.folders.add({ workspaceId, path: '/quay', mode: 'in-place', ignore: [] })
      expect(folder).toMatchObject({ workspaceId, path: '/harbour', mode: 'copy', ignore: ['*.log'], files: 0 })
      expect(await library.folders.find(folder.id)).toEqual(folder)
      expect(await library.folders.find('nope')).toBeUndefined()
      expect(await library.folders.all()).toEqual([folder, second])
      expect(await library.folders.ofWorkspace(workspaceId)).toEqual([folder, second])
      expect(await library.folders.ofWorkspace('nope')).toEqual([])
      await library.folders.failed(folder.id, 'It is gone.')
      expect(await library.folders.find(folder.id)).toMatchObject({ error: 'It is gone.' })
      await library.folders.scanned(folder.id)
      expect(await library.folders.find(folder.id)).toEqual({ ...folder, scannedAt: expect.any(String) })
      expect(await library.folders.setIgnore(folder.id, ['*.tmp'])).toMatchObject({ ignore: ['*.tmp'] })
      expect(await library.folders.setIgnore('nope', [])).toBeUndefined()
      await library.folders.remove(second.id)
      expect(await library.folders.find(second.id)).toBeUndefined()
    })

    it('overlap with no other of their workspace, also when two writers add them at once', async () => {
      const { engine, library, workspaceId } = await followed(start)
      const other = await engine.open()
      const add = (to: typeof library, path: string, id = workspaceId) =>
        to.folders.add({ workspaceId: id, path, mode: 'copy', ignore: [] })
      for (const path of ['/harbour', '/harbour/inner', '/'])
        await expect(add(library, path)).rejects.toMatchObject({ code: 'folder.known', status: 409 })
      await expect(add(library, '/quay', 'nope')).rejects.toMatchObject(unknownWorkspace)
      const tried = await Promise.allSettled([add(library, '/quay'), add(other, '/quay/inner')])
      expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const { workspace } = await library.workspaces.add('Archive')
      expect(await add(library, '/harbour', workspace.id)).toMatchObject({ path: '/harbour' })
    })

    it('give their documents away, or take them along: all or none', async () => {
      const { engine, library, workspaceId, folder, file, follow } = await followed(start)
      const [one, two] = [await follow(file('one.txt')), await follow(file('two.txt'))]
      const whole = engine.breakStoring('folders')
      await expect(library.folders.removeWithDocuments(folder.id)).rejects.toThrow()
      whole()
      expect(await library.documents.ofWorkspace(workspaceId)).toHaveLength(2)
      const ids = await library.folders.removeWithDocuments(folder.id)
      expect(ids.toSorted()).toEqual([one?.id, two?.id].toSorted())
      expect(await library.documents.ofWorkspace(workspaceId)).toEqual([])
      expect((await library.documents.hidden()).map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
      expect(await library.folders.find(folder.id)).toBeUndefined()

      const quay = await library.folders.add({ workspaceId, path: '/quay', mode: 'copy', ignore: [] })
      const kept = await follow({ folder: quay, path: 'kept.txt', facts })
      expect(kept).toMatchObject({ folderId: quay.id })
      await library.folders.remove(quay.id)
      expect(await library.documents.get(kept?.id as string)).not.toHaveProperty('folderId')
    })
  })

  describe('files of folders', () => {
    it('have one document each, whoever saw them first', async () => {
      const { engine, library, folder, file, receive, known } = await followed(start)
      const other = await engine.open()
      const bytes = [await receive('fees'), await receive('fees')]
      const added = await Promise.all(
        [library, other].map(({ folders }, at) =>
          folders.followFile(file('fees.txt'), {
            ...{ incoming: bytes[at] as never, mediaType: 'text/plain', name: 'fees.txt', folder: 'harbour' },
          }),
        ),
      )
      const [document] = added.filter((each) => each !== undefined)
      expect(added.filter((each) => each !== undefined)).toHaveLength(1)
      expect(document).toMatchObject({ folderId: folder.id, status: 'queued', name: 'fees.txt' })
      expect(await known('fees.txt')).toMatchObject({ ...facts, documentId: document?.id, sha256: document?.sha256 })
      expect(await library.folders.documentAt(folder.id, 'fees.txt')).toBe(document?.id)
      expect(await library.folders.documentAt(folder.id, 'nope')).toBeUndefined()
      expect(await library.folders.documentIds(folder.id)).toEqual([document?.id])
      expect(engine.hasBytes(document?.sha256 as string)).toBe(true)
      expect(await library.folders.find(folder.id)).toMatchObject({ files: 1, leftOut: 0 })
    })

    it('that are uploaded as well are documents of their own', async () => {
      const { add, file, follow } = await followed(start)
      const document = await follow(file('fees.txt'), 'four euros')
      const { document: uploaded, isNew } = await add('fees.txt', 'four euros', { folder: 'harbour' })
      expect(isNew && uploaded.id !== document?.id).toBe(true)
    })

    it('leave nothing where they cannot be stored, or their folder or workspace is gone', async () => {
      const { engine, library, workspaceId, folder, file, follow, receive } = await followed(start)
      const whole = engine.breakStoring('files of folders')
      await expect(follow(file('fees.txt'), 'never kept')).rejects.toThrow()
      whole()
      expect(await library.documents.ofWorkspace(workspaceId)).toEqual([])
      await library.folders.remove(folder.id)
      expect(await follow(file('fees.txt'), 'never kept')).toBeUndefined()
      await library.workspaces.hide(workspaceId)
      await expect(follow(file('fees.txt'), 'never kept')).rejects.toMatchObject(unknownWorkspace)
      expect(engine.hasBytes((await receive('never kept')).sha256)).toBe(false)
    })

    it('that are read in place, or cannot be read, leave no bytes here; those out of ZIPs do', async () => {
      const { engine, file, follow } = await followed(start, 'in-place')
      const [plain, packed] = [await follow(file('a.txt')), await follow(file('a.zip/b.txt', 'a.zip'))]
      const broken = await follow(file('c.txt'), 'c', 'It is too large.')
      expect(broken).toMatchObject({ status: 'failed', error: 'It is too large.' })
      const has = [plain, packed, broken].map((each) => engine.hasBytes(each?.sha256 as string))
      expect(has).toEqual([false, true, false])
    })

    it('that change give their document other bytes, unless it follows another by now', async () => {
      const { engine, library, file, follow, known, change } = await followed(start)
      const document = await follow(file('fees.txt'), 'four euros')
      const before = await known('fees.txt')
      const later = { ...file('fees.txt'), facts: { size: 5, modified: 2345.5 } }
      expect(await change(later, before, 'four euros'), 'touched only').toBe(false)
      expect(await known('fees.txt')).toMatchObject(later.facts)
      const claim = await library.claims.claim()
      expect(await change(later, before, 'five euros')).toBe(true)
      const now = await library.documents.get(document?.id as string)
      expect(now).toMatchObject({ status: 'queued', size: 10 })
      expect(now.sha256).not.toBe(document?.sha256)
      expect(await library.claims.heartbeat(now.id, claim?.lease as string)).toBe(false)
      expect([now.sha256, document?.sha256 as string].map(engine.hasBytes)).toEqual([true, true])
      await library.originals.removeUnheld([document?.sha256 as string, now.sha256])
      expect([now.sha256, document?.sha256 as string].map(engine.hasBytes)).toEqual([true, false])
      expect(await change(later, { ...before, documentId: crypto.randomUUID() }, 'six euros')).toBe(false)
      expect(await change(later, { ...before, documentId: null }, 'six euros')).toBe(false)
      expect((await library.documents.get(now.id)).sha256).toBe(now.sha256)
    })

    it('that are moved keep their document, which is read anew under another name', async () => {
      const { engine, library, folder, file, follow, known, read } = await followed(start)
      const { document: other } = await read('other.txt', ['Other.'])
      const document = await follow(file('fees.txt'))
      const names = { name: 'prices.txt', folder: 'harbour/sub' }
      const whole = engine.breakStoring('documents')
      await expect(library.folders.moveFile(file('sub/prices.txt'), await known('fees.txt'), names)).rejects.toThrow()
      whole()
      expect(await known('fees.txt')).toMatchObject({ documentId: document?.id })
      expect(await library.folders.moveFile(file('sub/prices.txt'), await known('fees.txt'), names)).toBe(true)
      expect(await known('fees.txt')).toBeUndefined()
      expect(await library.documents.get(document?.id as string)).toMatchObject({ ...names, status: 'queued' })
      await library.documents.hide(document?.id as string)
      expect(await library.folders.moveFile(file('x.txt'), await known('sub/prices.txt'), names)).toBe(false)
      expect(await library.folders.documentAt(folder.id, 'x.txt')).toBe(document?.id)
      expect(await library.documents.get(other.id)).toMatchObject({ status: 'ready' })
    })

    it('whose document was removed stay left out until they go themselves', async () => {
      const { library, folder, file, follow, known } = await followed(start)
      const document = await follow(file('fees.txt'))
      await library.documents.forget((await library.documents.hide(document?.id as string)) as never)
      expect(await known('fees.txt')).toMatchObject({ documentId: null })
      expect(await library.folders.documentAt(folder.id, 'fees.txt')).toBeNull()
      expect(await library.folders.find(folder.id)).toMatchObject({ files: 0, leftOut: 1 })
      await library.folders.unlink(folder.id, 'fees.txt')
      expect(await known('fees.txt')).toBeUndefined()
    })

    it('that are ZIPs are known with what is in them, move with it, and are looked into again', async () => {
      const { library, folder, file, follow, known } = await followed(start)
      const { folders } = library
      await follow(file('a.zip/one.txt', 'a.zip'))
      await folders.putArchive(folder.id, 'a.zip', { ...facts, sha256: 'x' })
      expect(await folders.files(folder.id)).toEqual([
        { path: 'a.zip', ...facts, sha256: 'x', documentId: null, isArchive: true },
      ])
      expect(await folders.members(folder.id, 'a.zip')).toMatchObject([{ path: 'a.zip/one.txt' }])
      await folders.moveArchive(folder.id, 'a.zip', 'b.zip', { size: 5, modified: 1 })
      expect(await folders.members(folder.id, 'a.zip')).toEqual([])
      expect(await folders.members(folder.id, 'b.zip')).toHaveLength(1)
      expect(await known('b.zip')).toMatchObject({ size: 5, modified: 1, isArchive: true })
      await folders.setIgnore(folder.id, ['*.md'])
      expect(await known('b.zip')).toMatchObject({ modified: 0 })
      await folders.removeArchive(folder.id, 'b.zip')
      expect(await known('b.zip')).toBeUndefined()
    })
  })
}
