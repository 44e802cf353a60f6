import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { background } from '../../base/background.ts'
import { endLease, heartbeatTime } from '../../base/lease.ts'
import type { Logger } from '../../base/log.ts'
import type { OriginalCheck } from '../../shared/contract/original-checks.ts'
import type { Library } from '../../storage/library/library.ts'
import type { DamagedOriginals } from './damaged-originals.ts'

type Parts = {
  library: Library
  damaged: DamagedOriginals
  /** Whether documents are being read, which a check that nobody asked for leaves the disk to. */
  isReading: () => Promise<boolean>
  log: Logger
  pace?: Partial<Pace>
}

/** Milliseconds from one full check to the next, and between two looks at whether it is time; bytes a second. */
type Pace = { every: number; look: number; rate: number }
const usualPace: Pace = { every: 30 * 24 * 3600_000, look: 60_000, rate: 4 * 1024 ** 2 }

/** Milliseconds between two files of a check that nobody asked for, at least. */
const breath = 20
/** Milliseconds between two looks at whether somebody asks for it now, and between two notes of how far it is. */
const step = 1000
/** Milliseconds that ending waits for the file that is being read. */
const longestEnd = 500

/**
 * Reads all originals, a little at a time, and holds them against their hashes: once a month, slowly, and at once when
 * somebody asks for it. It goes on where it was after a restart; of several instances one does it.
 */
export const originalCheckService = (parts: Parts) => {
  const { library, damaged, isReading, log } = parts
  const { checks: store, originals } = library
  const { every, look: lookPause, rate } = { ...usualPace, ...parts.pace }
  const closing = new AbortController()
  let working: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  const wait = (time: number) => delay(time, undefined, { signal: closing.signal, ref: false })

  const isAsked = async () => (await store.progress())?.isAsked === true

  /** Waits until there is time for the next file, where nobody asked for the check. */
  const pause = async (time: number) => {
    for (let left = Math.max(breath, time); left > 0 && !(await isAsked()); left -= step)
      await wait(Math.min(left, step))
    while ((await isReading()) && !(await isAsked())) await wait(step)
  }

  /** One that cannot be read just now does not hold up the others. */
  const examine = async (sha256: string): Promise<void> => {
    try {
      const found = await originals.examine(sha256, { isFresh: true })
      if (found !== 'whole') log.warn({ sha256, found }, 'an original is not what it should be')
    } catch (error) {
      closing.signal.throwIfAborted()
      log.warn({ sha256, err: error }, 'an original could not be checked')
    }
  }

  const run = async (lease: string): Promise<void> => {
    const { position: from, ...begun } = (await store.progress()) ?? { position: undefined, checked: 0, bytes: 0 }
    let { checked, bytes } = begun
    let position = from ?? ''
    let noted = performance.now()
    const note = () => {
      noted = performance.now()
      return store.advance(lease, { position, checked, bytes })
    }
    try {
      for await (const sha256 of store.contents(position)) {
        closing.signal.throwIfAborted()
        const began = performance.now()
        const size = await originals.size(sha256)
        await examine(sha256)
        position = sha256
        checked += 1
        bytes += size
        if (performance.now() - noted > step && !(await note())) return
        await pause((size / rate) * 1000 - (performance.now() - began))
      }
      await store.finish(lease, { checked, bytes })
    } catch (error) {
      if (!closing.signal.aborted) throw error
      await note()
      await store.release(lease)
    }
  }

  const work = async (lease: string): Promise<void> => {
    const keep = background('the check of originals was not kept', log, () => store.heartbeat(lease))
    const beat = setInterval(keep.run, heartbeatTime)
    try {
      await run(lease)
    } finally {
      clearInterval(beat)
      keep.stop()
      endLease(lease)
      working = undefined
    }
  }

  /** Takes up the check that is under way, begun now where it is time for one. */
  const look = background('the check of originals could not be looked at', log, async () => {
    await damaged.look()
    if (working || closing.signal.aborted) return
    const { position, beganAt } = (await store.progress()) ?? {}
    const isDue = beganAt === undefined || Date.now() - Date.parse(beganAt) > every
    if (position === undefined && isDue) await store.begin(false)
    const lease = await store.claim()
    if (lease === undefined) return
    if (closing.signal.aborted) return await store.release(lease)
    working = work(lease).catch((error: unknown) => log.warn({ err: error }, 'the check of originals goes on later'))
  })

  const report = async (): Promise<OriginalCheck> => {
    const { position, beganAt, endedAt, checked = 0, total = 0, bytes = 0 } = (await store.progress()) ?? {}
    const kept = await originals.replaced()
    const faulty = await originals.damaged()
    return {
      status: position === undefined ? 'idle' : 'running',
      checked,
      total: Math.max(total, checked),
      bytes,
      ...(beganAt !== undefined && { beganAt }),
      ...(endedAt !== undefined && { endedAt }),
      damaged: faulty.map(({ id, workspaceId, name, fault }) => ({ id, workspaceId, name, fault })),
      ...(kept[0] && {
        kept: { path: dirname(kept[0].path), files: kept.length, size: kept.reduce((sum, { size }) => sum + size, 0) },
      }),
    }
  }

  return {
    report,
    /** Begins a check at once, or has the one that is under way go on without rest. */
    async checkNow(): Promise<OriginalCheck> {
      await store.begin(true)
      look.run()
      return report()
    },
    async start(): Promise<void> {
      timer = setInterval(look.run, lookPause).unref()
      if (await isAsked()) look.run()
    },
    async close(): Promise<void> {
      clearInterval(timer)
      look.stop()
      closing.abort()
      const end = look.settled().then(() => working)
      await Promise.race([end, delay(longestEnd, undefined, { ref: false })])
    },
  }
}
