import { expect, test } from 'vitest'
import { Collection, WorkspaceCollection } from '../../src/state/collection.ts'
import { Notices } from '../../src/state/notices.ts'

type Row = { id: string; name: string }
const row = (id: string, name = id): Row => ({ id, name })

class Rows extends Collection<Row> {
  /** What the backend has; undefined where nothing has changed. */
  listed: readonly Row[] | undefined = [row('a'), row('b')]
  broken: Error | undefined
  removed: string[] = []
  fetches = 0

  protected override async fetch(): Promise<readonly Row[] | undefined> {
    this.fetches++
    if (this.broken) throw this.broken
    return this.listed
  }

  store(changed: Row): void {
    this.put(changed)
  }

  remove(id: string, refusal?: Error): void {
    const remove = async () => {
      if (refusal) throw refusal
      this.removed.push(id)
    }
    this.removeLater([id], { message: 'Deleted.', remove })
  }
}

const collection = async () => {
  const notices = new Notices()
  const rows = new Rows(notices, {})
  await rows.refresh()
  return { notices, rows, shown: () => rows.value.items?.map(({ name }) => name) }
}

test('a list is what was fetched, and what was stored since', async () => {
  const { rows, shown } = await collection()
  rows.store(row('a', 'renamed'))
  rows.store(row('c'))
  expect(shown()).toEqual(['renamed', 'b', 'c'])
  expect(rows.find('c')).toEqual(row('c'))
})

test('what could not be fetched is said until it could, also where nothing has changed', async () => {
  const { rows, shown } = await collection()
  rows.broken = new Error('No answer.')
  await rows.refresh()
  expect(rows.value.error).toBe('No answer.')
  expect(shown()).toEqual(['a', 'b'])
  rows.broken = undefined
  rows.listed = undefined
  await rows.refresh()
  expect(rows.value.error).toBeUndefined()
  expect(shown()).toEqual(['a', 'b'])
})

test('what waits to be deleted is not shown, whatever list arrives, and comes back when it is undone', async () => {
  const { notices, rows, shown } = await collection()
  rows.remove('a')
  await rows.refresh()
  expect(shown()).toEqual(['b'])
  notices.value[0]?.action?.run()
  expect(shown()).toEqual(['a', 'b'])
  expect(rows.removed).toEqual([])
})

test('what was deleted does not come back by a list that was on its way; under the same id it may be added again', async () => {
  const { notices, rows, shown } = await collection()
  rows.remove('a')
  const late = rows.refresh() // still names it
  notices.settle()
  await late
  expect(rows.removed).toEqual(['a'])
  expect(shown()).toEqual(['b'])
  rows.listed = [row('b')]
  await rows.refresh()
  rows.store(row('a'))
  await expect.poll(shown).toEqual(['b', 'a'])
})

test('what could not be deleted is there again, and why is said', async () => {
  const { notices, rows, shown } = await collection()
  rows.remove('a', new Error('It is in use.'))
  expect(shown()).toEqual(['b'])
  notices.settle()
  await expect.poll(shown).toEqual(['a', 'b'])
  expect(notices.value.map(({ message }) => message)).toEqual(['It is in use.'])
})

test('nothing is fetched for a hint before somebody wanted the list', async () => {
  const rows = new Rows(new Notices(), {})
  rows.refreshIfWanted()
  expect(rows.fetches).toBe(0)
  rows.want()
  rows.want()
  await expect.poll(() => rows.value.items).toHaveLength(2)
  expect(rows.fetches).toBe(1)
  rows.refreshIfWanted()
  await rows.refresh()
  expect(rows.fetches).toBeGreaterThan(1)
})

test('the answer for another workspace than the open one is left', async () => {
  const answers = new Map(['one', 'other'].map((id) => [id, Promise.withResolvers<readonly Row[]>()]))
  class OfWorkspace extends WorkspaceCollection<Row> {
    protected override list(workspaceId: string): Promise<readonly Row[]> {
      return answers.get(workspaceId)?.promise ?? Promise.resolve([])
    }
  }
  const rows = new OfWorkspace(new Notices(), {})
  rows.open('one')
  rows.open('other')
  answers.get('one')?.resolve([row('of one')])
  answers.get('other')?.resolve([row('of other')])
  await expect.poll(() => rows.value.items).toEqual([row('of other')])
  rows.open(undefined)
  expect(rows.value.items).toEqual([])
})
