import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** Milliseconds a claim holds without a heartbeat. */
export const leaseTime = 15_000
export const heartbeatTime = 5_000

/** Names this process: host, process id, and a start time that tells a reused id apart. */
export const processName = `${hostname()}:${process.pid}:${Date.now()}`

let count = 0
const held = new Set<string>()

/** A name for one claim of this process, held until `endLease`: no two runs of the same work share one. */
export const newLease = (): string => {
  count += 1
  const lease = `${processName}:${count}`
  held.add(lease)
  return lease
}

export const endLease = (lease: string): void => void held.delete(lease)

/**
 * Is the claim up for taking? One of this process is when nobody works on it any more, also where the machine slept past
 * its time. Another's is when its time has run out, and at once when its process on this host no longer runs: a server
 * that comes back a second after a crash goes on with its work.
 */
export const isLeaseDead = (lease: string | null, until: number | null, now = Date.now()): boolean => {
  if (lease === null || until === null) return true
  const owner = lease.split(':').slice(0, -1).join(':')
  if (owner === processName) return !held.has(lease)
  return until < now || isProcessGone(owner)
}

/** Has the process of that name ended? Of other hosts nobody knows, so they have not. */
export const isProcessGone = (name: string): boolean => {
  const parts = name.split(':')
  const host = parts.slice(0, -2).join(':')
  return host === hostname() && name !== processName && !isAlive(Number(parts.at(-2)))
}

const isAlive = (pid: number) => {
  if (pid === process.pid) return false // this process has another start time, so that one ended
  try {
    process.kill(pid, 0)
    return !isThread(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Linux numbers threads as it does processes, and signals find both: the number of one that ended may be another's thread. */
const isThread = (pid: number): boolean => {
  if (process.platform !== 'linux') return false
  try {
    const group = /^Tgid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return group !== undefined && Number(group) !== pid
  } catch {
    return false // it cannot be told
  }
}
