import { expect, it, vi } from 'vitest'
import { folderTrigger } from '../../../extensions/backend/src/services/schedules/folder-trigger.ts'
import type { Schedule } from '../../../extensions/backend/src/shared/contract/schedules.ts'

type Parts = Parameters<typeof folderTrigger>[0]
type Pending = { id: string; name: string; sha256: string; status: string }

/** A schedule that follows a folder, what is news to it, and the turns it takes. */
const following = () => {
  let pending: Pending[] = []
  const schedule = { id: 's', timing: { kind: 'folder', folderId: 'f' } } as Schedule
  const [isOpen, isLooking, turn] = [vi.fn(() => false), vi.fn(() => false), vi.fn()]
  const unread = () => pending.filter(({ status }) => status === 'queued' || status === 'indexing').length
  const store = { following: () => [schedule], pending: () => pending, unread, isOpen, note: vi.fn() }
  const trigger = folderTrigger({ store, launch: { turn }, isLooking } as unknown as Parts)
  const comes = (...all: [name: string, status?: string][]) => {
    pending = all.map(([name, status = 'ready']) => ({ id: name, name, sha256: name, status }))
  }
  const newsOf = (call: number) => turn.mock.calls[call]?.[2]
  return { trigger, comes, isOpen, isLooking, turn, newsOf }
}

it('one run for a burst, once nothing has changed for a while and all of it was read', async () => {
  const { trigger, comes, turn, newsOf } = following()
  expect(await trigger.look(0)).toBeUndefined()
  comes(['a.md'])
  expect(await trigger.look(0)).toBeGreaterThan(0)
  comes(['a.md'], ['b.md', 'indexing'])
  await trigger.look(2000)
  await trigger.look(6000)
  expect(turn).not.toHaveBeenCalled() // one of them is still read
  comes(['a.md'], ['b.md'])
  await trigger.look(7000)
  expect(turn).not.toHaveBeenCalled()
  expect(await trigger.look(10_000)).toBeUndefined()
  expect(turn).toHaveBeenCalledTimes(1)
  expect(newsOf(0)).toMatchObject({ runs: 1, news: { documentIds: ['a.md', 'b.md'], names: ['a.md', 'b.md'] } })
})

it('waits while the folder is looked at, and while its last task is open', async () => {
  const { trigger, comes, isLooking, isOpen, turn } = following()
  comes(['a.md'])
  await trigger.look(0)
  isLooking.mockReturnValue(true)
  await trigger.look(5000)
  isLooking.mockReturnValue(false)
  isOpen.mockReturnValue(true)
  expect(await trigger.look(6000)).toBeGreaterThan(0)
  expect(turn).not.toHaveBeenCalled()
  isOpen.mockReturnValue(false)
  await trigger.look(7000)
  expect(turn).toHaveBeenCalledTimes(1)
})

it('a burst without end starts a run all the same, on what could be read', async () => {
  const { trigger, comes, turn, newsOf } = following()
  for (let minute = 0; minute <= 10; minute++) {
    comes(['a.md'], ['b.md', 'failed'], [`${minute}.md`, 'indexing'])
    await trigger.look(minute * 60_000)
  }
  expect(turn).toHaveBeenCalledTimes(1)
  expect(newsOf(0)).toMatchObject({ runs: 1, news: { documentIds: ['a.md'] } })
})

it('says why it launched nothing where nothing could be read', async () => {
  const { trigger, comes, newsOf } = following()
  comes(['a.md', 'failed'])
  await trigger.look(0)
  await trigger.look(5000)
  expect(newsOf(0)).toMatchObject({ runs: 0, note: expect.stringContaining('couldn’t be read') })
})
