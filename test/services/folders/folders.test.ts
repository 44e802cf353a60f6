import { describe, expect, it } from 'vitest'
import { compare, newMemory, settling } from '../../../extensions/backend/src/services/folders/compare.ts'
import { ignoring } from '../../../extensions/backend/src/services/folders/ignore.ts'
import type { FileFacts, KnownFile } from '../../../extensions/backend/src/storage/library/folders.ts'

const now = Date.UTC(2026, 4, 1)
const old: FileFacts = { size: 5, modified: now - 3600_000 }

const seen = (files: Record<string, FileFacts>, unread: string[] = []) => ({
  files: new Map(Object.entries(files)),
  unread,
})
const known = (files: Record<string, FileFacts & { documentId?: null }>) =>
  new Map<string, KnownFile>(
    Object.entries(files).map(([path, facts]) => [path, { path, documentId: `of ${path}`, sha256: path, ...facts }]),
  )
const paths = (files: readonly KnownFile[]) => files.map(({ path }) => path)

describe('a folder held against what is known of it', () => {
  it('tells new, changed and lost files, and nothing of those that stayed', () => {
    const memory = newMemory()
    const before = known({ same: old, changed: old, gone: old })
    const after = seen({ same: old, changed: { ...old, size: 6 }, new: old })
    const first = compare(after, before, memory, now)
    expect(first).toMatchObject({ added: ['new'], lost: [], isOpen: true })
    expect([paths(first.changed), paths(first.gone)]).toEqual([['changed'], ['gone']])
    const second = compare(after, before, memory, now + settling)
    expect([paths(second.lost), second.isOpen]).toEqual([['gone'], false])
  })

  it('waits for what was written just now, also where its time lies in the future', () => {
    const memory = newMemory()
    const growing = (size: number, modified = now) => seen({ new: { size, modified } })
    expect(compare(growing(1), known({}), memory, now)).toMatchObject({ added: [], isOpen: true })
    expect(compare(growing(2, now + 1000), known({}), memory, now + 1000)).toMatchObject({ added: [], isOpen: true })
    expect(compare(growing(2, now + 1000), known({}), memory, now + 1000 + settling).added).toEqual(['new'])
    const ahead = now + 3600_000
    expect(compare(growing(3, ahead), known({}), memory, now).added).toEqual([])
    expect(compare(growing(3, ahead), known({}), memory, now + settling).added).toEqual(['new'])
  })

  it('believes nothing about folders that could not be read', () => {
    const memory = newMemory()
    const before = known({ 'locked/a': old, 'locked/b/c': old, locked2: old })
    expect(paths(compare(seen({}, ['locked']), before, memory, now).gone)).toEqual(['locked2'])
  })

  it('forgets that a file was away when it is back', () => {
    const memory = newMemory()
    const before = known({ a: old })
    compare(seen({}), before, memory, now)
    compare(seen({ a: old }), before, memory, now + 1)
    expect(compare(seen({}), before, memory, now + settling).lost).toEqual([])
  })

  it('leaves out what was removed by hand, however it changes', () => {
    const result = compare(
      seen({ a: { ...old, size: 9 } }),
      known({ a: { ...old, documentId: null } }),
      newMemory(),
      now,
    )
    expect(result).toMatchObject({ added: [], changed: [], gone: [] })
  })
})

describe('what is ignored', () => {
  const isIgnored = ignoring(['drafts/', '*.log', '/old/**/*.txt', 'a\\b', '[broken'])

  it.each([
    ['.git', true],
    ['sub/.hidden.txt', false],
    ['sub/node_modules', true],
    ['~$report.docx', false],
    ['report.docx~', false],
    ['Thumbs.db', false],
    ['film.MP4', false],
    ['sub/drafts', true],
    ['sub/day.log', false],
    ['old/x/y/z.txt', false],
    ['a/b', false],
  ])('%s', (path, isFolder) => expect(isIgnored(path, isFolder)).toBe(true))

  it.each([
    ['report.docx', false],
    ['drafts', false],
    ['new/old/x.txt', false],
    ['photos.jpg', true],
    ['c++.txt', false],
    ['catalogue', false],
  ])('not %s', (path, isFolder) => expect(isIgnored(path, isFolder)).toBe(false))
})
