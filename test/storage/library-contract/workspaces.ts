import { describe, expect, it } from 'vitest'
import { begin, type Start, unknownWorkspace } from './engine.ts'

export const workspacesContract = (start: Start) =>
  describe('workspaces', () => {
    it('are found by their ids, and listed with the oldest first', async () => {
      const { library, workspace, add } = await begin(start)
      const second = await library.workspaces.add('Archive')
      await add('fees.txt')
      expect(await library.workspaces.all()).toEqual([
        { number: expect.any(Number), workspace: { ...workspace, documents: 1 } },
        second,
      ])
      expect(await library.workspaces.get(second.workspace.id)).toEqual(second)
      expect(await library.workspaces.find('nope')).toBeUndefined()
      await expect(library.workspaces.get('nope')).rejects.toMatchObject(unknownWorkspace)
    })

    it('are renamed', async () => {
      const { engine, library, workspaceId } = await begin(start)
      const other = await engine.open()
      expect(await library.workspaces.rename(workspaceId, 'Port')).toMatchObject({ id: workspaceId, name: 'Port' })
      expect((await other.workspaces.get(workspaceId)).workspace.name).toBe('Port')
      await expect(library.workspaces.rename('nope', 'Port')).rejects.toMatchObject(unknownWorkspace)
    })

    it('count the changes of their documents, whoever makes them', async () => {
      const { engine, library, workspaceId, add } = await begin(start)
      const other = await engine.open()
      const change = () => library.workspaces.change(workspaceId)
      const before = await change()
      expect(await change()).toBe(before)
      const { document } = await add('fees.txt')
      const added = await change()
      expect(added).toBeGreaterThan(before)
      await other.documents.hide(document.id)
      expect(await change()).toBeGreaterThan(added)
      await expect(library.workspaces.change('nope')).rejects.toMatchObject(unknownWorkspace)
    })

    it('of an id are made once, however many ask for it', async () => {
      const { engine, library } = await begin(start)
      const other = await engine.open()
      const wanted = { id: crypto.randomUUID(), name: 'Archive' }
      const made = await Promise.all([library, other, library].map(({ workspaces }) => workspaces.addOrGet(wanted)))
      expect(new Set(made.map(({ workspace }) => workspace.id))).toEqual(new Set([wanted.id]))
      expect(made.filter(({ isNew }) => isNew)).toHaveLength(1)
      expect(await library.workspaces.all()).toHaveLength(2)
    })

    it('that are hidden are in no list, take nothing in, and keep their id until they are forgotten', async () => {
      const { engine, library, workspaceId, workspaceNumber, add, receive } = await begin(start)
      const { document } = await add('fees.txt')
      const hidden = await library.workspaces.hide(workspaceId)
      expect(hidden).toEqual({ id: workspaceId, number: workspaceNumber })
      expect(await library.workspaces.hidden()).toEqual([hidden])
      expect(await library.workspaces.all()).toEqual([])
      await expect(library.workspaces.get(workspaceId)).rejects.toMatchObject(unknownWorkspace)
      await expect(library.workspaces.hide(workspaceId)).rejects.toMatchObject(unknownWorkspace)
      await expect(add('late.txt')).rejects.toMatchObject(unknownWorkspace)
      expect(engine.hasBytes((await receive('late.txt')).sha256)).toBe(false)
      expect(await library.claims.claim()).toBeUndefined()
      const { workspace, isNew } = await library.workspaces.addOrGet({ id: workspaceId, name: 'Harbour' })
      expect(isNew && workspace.id !== workspaceId).toBe(true)

      await library.workspaces.forget(hidden)
      expect(await library.workspaces.hidden()).toEqual([])
      expect(await library.documents.find(document.id)).toBeUndefined()
      expect(engine.hasBytes(document.sha256)).toBe(false)
      expect(await library.workspaces.all()).toMatchObject([{ workspace: { id: workspace.id } }])
    })

    it('that are forgotten leave alone what others hold of the same', async () => {
      const { engine, library, workspaceId, read, receive } = await begin(start)
      const { document } = await read('fees.txt', ['Mooring costs four euros.'])
      const other = (await library.workspaces.add('Archive')).workspace
      const same = await library.documents.add({
        ...{ workspaceId: other.id, name: 'fees.txt', mediaType: 'text/plain' },
        incoming: await receive('Mooring costs four euros.'),
      })
      expect(same.document.sha256).toBe(document.sha256)
      await library.workspaces.forget(await library.workspaces.hide(workspaceId))
      expect(engine.hasBytes(document.sha256)).toBe(true)
      expect(await library.documents.ofWorkspace(other.id)).toEqual([same.document])
      expect(await library.pages.page(document.id, 1)).toBeUndefined()
    })
  })
