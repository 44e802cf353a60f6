import { describe, expect, it } from 'vitest'
import type { Catalogued } from '../../../extensions/backend/src/storage/library/library.ts'
import { begin, type Start } from './engine.ts'

const createdAt = '2026-01-01T00:00:00.000Z'
const workspace = { kind: 'workspace' as const, id: crypto.randomUUID(), name: 'Lost', createdAt }
const folder: Catalogued<'folder'> = {
  ...{ kind: 'folder', id: crypto.randomUUID(), workspaceId: workspace.id, path: '/lost', mode: 'copy' },
  ...{ ignore: '["*.log"]', createdAt },
}
const documentOf = (name: string, more: Partial<Catalogued<'document'>> = {}): Catalogued<'document'> => ({
  ...{ kind: 'document', id: crypto.randomUUID(), workspaceId: workspace.id, name, mediaType: 'text/plain' },
  ...{ sha256: 'a'.repeat(64), size: 4, createdAt, ...more },
})
const found = (documents: Catalogued<'document'>[]) => ({
  ...{ workspaces: [workspace], folders: [folder], documents, leftOut: [], contents: new Set<string>(), unnamed: 0 },
})

export const recoveryContract = (start: Start) => {
  describe('recovery', () => {
    it('finds nothing where nothing is missing, and remembers how far it is', async () => {
      const { engine, library, add } = await begin(start)
      await add('fees.txt')
      await library.upkeep.tell()
      expect(await library.recovery.doubt()).toBeUndefined()
      expect(await library.recovery.find()).toMatchObject({ workspaces: [], folders: [], documents: [], unnamed: 0 })
      for (const state of ['open', 'under way', 'settled'] as const) {
        await library.recovery.setState(state)
        expect(await (await engine.open()).recovery.state()).toBe(state)
      }
    })

    it('makes workspaces, folders and documents again under their ids, each once', async () => {
      const { library } = await begin(start)
      const { recovery } = library
      const [file, upload] = [documentOf('file.txt', { folderId: folder.id, path: 'file.txt' }), documentOf('up.txt')]
      const homeless = documentOf('other.txt', { workspaceId: crypto.randomUUID() })
      const all = found([file, upload, homeless])
      expect((await recovery.addWorkspaces(all)).toSorted()).toEqual([workspace.id, homeless.workspaceId].toSorted())
      expect(await recovery.addWorkspaces(all)).toEqual([])
      const folders = await recovery.addFolders(all)
      expect(folders).toEqual(new Map([[folder.id, folder.id]]))
      expect(await library.folders.find(folder.id)).toMatchObject({ path: '/lost', ignore: ['*.log'] })
      const left = { folderId: folder.id, path: 'left.txt', fileSize: 1, fileModified: 1 }
      await recovery.leaveOut([{ kind: 'left-out', id: `${folder.id}/left.txt`, ...left }], folders)
      expect(await recovery.addDocuments(all.documents, folders)).toBe(3)
      expect(await recovery.addDocuments(all.documents, folders)).toBe(0)
      expect(await library.documents.get(file.id)).toMatchObject({ status: 'queued', folderId: folder.id, createdAt })
      expect(await library.documents.get(homeless.id)).toMatchObject({ workspaceId: homeless.workspaceId })
      expect(await library.folders.find(folder.id)).toMatchObject({ files: 1, leftOut: 1 })
    })

    it('brings nothing back that is there under another id', async () => {
      const { library, workspaceId, add } = await begin(start)
      const { document } = await add('fees.txt')
      const { name, sha256 } = document
      const same = documentOf(name, { workspaceId, sha256 })
      expect(await library.recovery.addDocuments([same], new Map())).toBe(0)
      const there = await library.folders.add({ workspaceId, path: '/lost', mode: 'copy', ignore: [] })
      const known = await library.recovery.addFolders({ ...found([]), folders: [{ ...folder, workspaceId }] })
      expect(known).toEqual(new Map([[folder.id, there.id]]))
      expect(await library.documents.ofWorkspace(workspaceId)).toEqual([document])
    })

    it('makes all documents of a part, or none', async () => {
      const { engine, library } = await begin(start)
      const all = found([documentOf('up.txt'), documentOf('file.txt', { folderId: folder.id, path: 'file.txt' })])
      await library.recovery.addWorkspaces(all)
      const folders = await library.recovery.addFolders(all)
      const whole = engine.breakStoring('files of folders')
      await expect(library.recovery.addDocuments(all.documents, folders)).rejects.toThrow()
      whole()
      expect(await library.documents.ofWorkspace(workspace.id)).toEqual([])
    })
  })

  describe('originals that nobody needs', () => {
    it('are set aside, wait under their names, and can be taken back', async () => {
      const { engine, library, add } = await begin(start)
      const { unclaimed, documents, recovery } = library
      const { document } = await add('fees.txt', 'four euros')
      const unpin = await library.originals.pin(document.workspaceId)
      await documents.forget((await documents.hide(document.id)) as never)
      const other = await engine.open()
      expect(await other.recovery.setAside()).toBe(1)
      await unpin()
      const { sha256 } = document
      expect(await unclaimed.hashes()).toEqual([sha256])
      const file = await unclaimed.find(sha256)
      expect(file).toMatchObject({ name: 'fees.txt', size: 10, documentId: document.id })
      expect(Date.parse(file?.until as string)).toBeGreaterThan(Date.now())
      expect(await unclaimed.find('nope')).toBeUndefined()
      const incoming = await unclaimed.borrow(sha256)
      expect(incoming.sha256).toBe(sha256)
      expect((await add('fees.txt', '', { incoming, requestedId: document.id })).document).toMatchObject({
        id: document.id,
      })
      expect(engine.hasBytes(sha256)).toBe(true)
      await unclaimed.remove(sha256)
      expect(await unclaimed.hashes()).toEqual([])
      await library.upkeep.sweep()
      expect(engine.hasBytes(sha256)).toBe(true)
      expect(await recovery.setAside()).toBe(0)
    })
  })
}
