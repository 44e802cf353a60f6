import { pino } from 'pino'
import { describe, expect, it, vi } from 'vitest'
import { jobQueue, type Work } from '../../extensions/backend/src/base/job-queue.ts'

const log = pino({ level: 'silent' })

/** A queue of what `queued` holds, of which at most `most` run. */
const queueOf = (
  queued: Work[],
  { most = 10, ...parts }: { most?: number } & Partial<Parameters<typeof jobQueue>[0]>,
) =>
  jobQueue({
    of: 'things',
    log,
    hasRoom: (running) => running < most,
    next: () => queued.shift(),
    heartbeat: () => true,
    changed: () => undefined,
    ...parts,
  })

const untilAborted = (id: string): Work => ({
  id,
  lease: `lease of ${id}`,
  run: ({ abort: { signal } }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
})

describe('a queue of jobs', () => {
  it('takes up no more than it has room for, and the next when one ends', async () => {
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const queued: Work[] = [first, second].map(({ promise }, index) => ({
      id: String(index),
      lease: `lease ${index}`,
      run: () => promise,
    }))
    const queue = queueOf(queued, { most: 1 })
    queue.wake()
    expect(queue.jobsOf(['0', '1']).map(({ id }) => id)).toEqual(['0'])
    first.resolve()
    await vi.waitFor(() => expect(queue.jobsOf(['0', '1']).map(({ id }) => id)).toEqual(['1']), 10_000)
    second.resolve()
    await queue.close()
  })

  it('stops all it runs at its end, also where one can not be stored', async () => {
    const left: string[] = []
    const queue = queueOf([untilAborted('a'), untilAborted('b')], {
      leave({ id }) {
        if (id === 'a') throw new Error('database or disk is full')
        left.push(id)
      },
    })
    queue.wake()
    const jobs = queue.jobsOf(['a', 'b'])
    await queue.close()
    expect(left).toEqual(['b'])
    expect(jobs.map(({ abort }) => abort.signal.aborted)).toEqual([true, true])
    expect(queue.jobsOf(['a', 'b'])).toEqual([])
  })

  it('lives on when a job fails, and when telling of it does', async () => {
    const failing: Work = { id: 'a', lease: 'lease of a', run: () => Promise.reject(new Error('broken')) }
    let told = 0
    const queue = queueOf([failing], {
      changed() {
        told += 1
        if (told > 1) throw new Error('the database is closed')
      },
    })
    queue.wake()
    await Promise.all(queue.jobsOf(['a']).map(({ ended }) => ended))
    expect(told).toBe(2)
    expect(queue.jobsOf(['a'])).toEqual([])
    await queue.close()
  })

  it('stops a job whose claim was lost', async () => {
    vi.useFakeTimers()
    try {
      const queue = queueOf([untilAborted('a')], { heartbeat: () => false })
      queue.start()
      const [job] = queue.jobsOf(['a'])
      await vi.advanceTimersByTimeAsync(6000)
      expect(job?.abort.signal.aborted).toBe(true)
      await queue.close()
    } finally {
      vi.useRealTimers()
    }
  })

  it('claims one after the other where claiming takes its time, however often it is woken', async () => {
    const queued = ['a', 'b', 'c'].map(untilAborted)
    let claiming = 0
    let most = 0
    const queue = queueOf([], {
      async next() {
        most = Math.max(most, ++claiming)
        await new Promise((resolve) => setImmediate(resolve))
        claiming -= 1
        return queued.shift()
      },
    })
    for (let n = 0; n < 5; n++) queue.wake()
    await queue.settled()
    expect(queue.jobsOf(['a', 'b', 'c']).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(most).toBe(1)
    await queue.close()
  })

  it('gives back what it was still claiming when it ended', async () => {
    const claimed = Promise.withResolvers<Work>()
    const left: string[] = []
    const queue = queueOf([], { next: () => claimed.promise, leave: ({ id }) => left.push(id) })
    queue.wake()
    const closed = queue.close()
    claimed.resolve(untilAborted('a'))
    await closed
    expect(left).toEqual(['a'])
    expect(queue.jobsOf(['a'])).toEqual([])
  })

  it('looks again after a claim that failed, and not once it has ended', async () => {
    vi.useFakeTimers()
    try {
      let tries = 0
      const next = () => (++tries < 3 ? Promise.reject(new Error('busy')) : Promise.resolve(undefined))
      const queue = queueOf([], { next })
      queue.wake()
      await vi.advanceTimersByTimeAsync(10_000)
      expect(tries).toBe(3)
      const failing = queueOf([], { next: () => Promise.reject(new Error(`busy ${++tries}`)) })
      failing.wake()
      await failing.close()
      await vi.advanceTimersByTimeAsync(60_000)
      expect(tries).toBe(4)
      await queue.close()
    } finally {
      vi.useRealTimers()
    }
  })
})
