import { readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { all } from '../../support/all.ts'
import { temporaryFile } from '../../support/temporary-file.ts'
import { begin, type Start } from './engine.ts'

export const originalsContract = (start: Start) => {
  describe('originals', () => {
    it('are received whole, and kept by who needs them alone', async () => {
      const { engine, library, receive, add } = await begin(start)
      const { originals } = library
      const incoming = await receive('four euros')
      expect(incoming).toMatchObject({ size: 10, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
      expect(readFileSync(incoming.path, 'utf8')).toBe('four euros')
      await originals.discard(incoming)
      expect(statSync(incoming.path, { throwIfNoEntry: false })).toBeUndefined()
      const { document } = await add('fees.txt', 'four euros')
      expect(document.sha256).toBe(incoming.sha256)
      expect(await originals.size(document.sha256)).toBe(10)
      expect(await originals.size(incoming.sha256.replaceAll(/./g, '0'))).toBe(0)
      await add('copy.txt', 'four euros')
      expect(await originals.bytes()).toBe(10)
      await originals.removeUnheld([document.sha256])
      expect(engine.hasBytes(document.sha256)).toBe(true)
      const [nothing, other] = [await originals.nothing('a'), await originals.nothing('b')]
      expect(nothing.sha256).not.toBe(other.sha256)
      await originals.settled()
    })

    it('are opened once they were held against their checksum', async () => {
      const { engine, library, add } = await begin(start)
      const { document } = await add('fees.txt', 'four euros')
      expect(readFileSync(await library.originals.open(document), 'utf8')).toBe('four euros')
      await library.originals.check(document)
      const copy = await library.originals.copy(document, 'fees.txt')
      expect([copy.endsWith('fees.txt'), readFileSync(copy, 'utf8')]).toEqual([true, 'four euros'])
      expect(await library.originals.inPlace(document)).toBeUndefined()
      await library.documents.forget((await library.documents.hide(document.id)) as never)
      expect(statSync(copy, { throwIfNoEntry: false })).toBeUndefined()
      expect(engine.hasBytes(document.sha256)).toBe(false)
    })

    it('that are damaged are told of, and mended by the same file', async () => {
      const { engine, library, workspaceId, add } = await begin(start)
      const { originals } = library
      const heard: string[] = []
      originals.whenDamaged((sha256) => heard.push(sha256))
      const { document } = await add('fees.txt', 'four euros')
      const { id, sha256 } = document
      engine.damage(sha256)
      expect(await originals.examine(sha256, { isFresh: true })).toBe('damaged')
      await expect(originals.open(document)).rejects.toMatchObject({ code: 'document.bytes-damaged', status: 409 })
      expect(await originals.damaged()).toEqual([{ id, name: 'fees.txt', workspaceId, sha256, fault: 'damaged' }])
      expect(await originals.workspacesOf(sha256)).toEqual([workspaceId])
      expect((await add('fees.txt', 'four euros')).isNew).toBe(false)
      expect(await originals.examine(sha256, { isFresh: true })).toBe('whole')
      expect(await originals.damaged()).toEqual([])
      expect(await originals.replaced()).toMatchObject([{ name: sha256 }])
      expect(heard).toContain(sha256)
    })

    it('of a workspace stay as long as they are pinned', async () => {
      const { engine, library, workspaceId, add } = await begin(start)
      const { document } = await add('fees.txt')
      const unpin = await library.originals.pin(workspaceId)
      await library.documents.forget((await library.documents.hide(document.id)) as never)
      expect(engine.hasBytes(document.sha256)).toBe(true)
      await unpin()
      expect(engine.hasBytes(document.sha256)).toBe(false)
    })

    it('that are read in place are copied when they are to stay', async () => {
      const { engine, library, workspaceId, receive } = await begin(start)
      const { folder: path, file, text } = temporaryFile('fees.txt')
      const { size, mtimeMs: modified } = statSync(file)
      const folder = await library.folders.add({ workspaceId, path, mode: 'in-place', ignore: [] })
      const document = await library.folders.followFile(
        { folder, path: 'fees.txt', facts: { size, modified } },
        { incoming: await receive(text), mediaType: 'text/plain', name: 'fees.txt' },
      )
      if (!document) throw new Error('It has no document.')
      expect(await library.originals.inPlace(document)).toBe(file)
      expect(await library.originals.open(document)).toBe(file)
      await library.originals.takeOver(document)
      expect(engine.hasBytes(document.sha256)).toBe(true)
    })
  })

  describe('the check of all originals', () => {
    it('is made by one at a time, goes on where it was, and ends', async () => {
      const { engine, library, add } = await begin(start)
      const other = await engine.open()
      const sorted = []
      for (const name of ['a', 'b', 'c']) sorted.push((await add(name)).document.sha256)
      sorted.sort()
      expect(await library.checks.claim()).toBeUndefined()
      await library.checks.begin(false)
      const lease = (await library.checks.claim()) as string
      expect(await other.checks.claim()).toBeUndefined()
      await other.checks.begin(true)
      expect(await library.checks.progress()).toMatchObject({ isAsked: true, total: 3, checked: 0 })
      expect(await library.checks.heartbeat(lease)).toBe(true)
      expect(await all(library.checks.contents())).toEqual(sorted)
      expect(await all(library.checks.contents(sorted[0]))).toEqual(sorted.slice(1))
      const position = sorted[1] as string
      expect(await library.checks.advance(lease, { position, checked: 2, bytes: 2 })).toBe(true)
      await library.checks.release(lease)
      expect(await library.checks.advance(lease, { position, checked: 3, bytes: 3 })).toBe(false)
      const second = (await other.checks.claim()) as string
      expect(await other.checks.progress()).toMatchObject({ position, checked: 2 })
      await other.checks.finish(second, { checked: 3, bytes: 3 })
      expect(await library.checks.progress()).toMatchObject({ checked: 3, endedAt: expect.any(String) })
      expect(await library.checks.claim()).toBeUndefined()
    })
  })
}
