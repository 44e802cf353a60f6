import { hostname } from 'node:os'

/** Milliseconds a claim holds without a heartbeat. */
export const leaseTime = 15_000
export const heartbeatTime = 5_000

/** Names this process in leases: host, process id and a start time that tells a reused id apart. */
export const leaseOwner = `${hostname()}:${process.pid}:${Date.now()}`

/**
 * Is the claim up for taking? It is when its time has run out, and at once when it was made by a process of this
 * host that no longer runs: a server that comes back a second after a crash goes on with its work.
 */
export const isLeaseDead = (owner: string | null, until: number | null, now = Date.now()): boolean => {
  if (owner === null || until === null || until < now) return true
  if (owner === leaseOwner) return false
  const [host, pid] = splitOwner(owner)
  return host === hostname() && !isAlive(pid)
}

const splitOwner = (owner: string): [host: string, pid: number] => {
  const parts = owner.split(':')
  return [parts.slice(0, -2).join(':'), Number(parts.at(-2))]
}

const isAlive = (pid: number) => {
  if (pid === process.pid) return false // not this run: the start time differs
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
