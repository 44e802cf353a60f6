import { readdirSync, readFileSync } from 'node:fs'
import { until } from './until.ts'

type Facts = { pid: number; parent: number; state: string; command: string }

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return '' // it ended in between
  }
}

/** What runs on this machine (Linux): read from /proc. */
const processes = (): Facts[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      // "pid (name, which may hold anything) state ppid …"
      const [state, parent] = read(`/proc/${name}/stat`).split(') ').at(-1)?.split(' ') ?? []
      if (!state || !parent) return []
      const command = read(`/proc/${name}/cmdline`).replaceAll('\0', ' ')
      return [{ pid: Number(name), parent: Number(parent), state, command }]
    })

/** Whether a process lives; one that is dead and only waits to be collected does not. */
export const isAlive = (pid: number): boolean => processes().some((each) => each.pid === pid && each.state !== 'Z')

/** Ids of all that a process has started, and what these have. */
export const descendants = (pid: number): number[] => {
  const all = processes()
  const below = (parent: number): number[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each.pid, ...below(each.pid)])
  return below(pid)
}

/** The process below `pid` that runs in the given role of the backend. */
export const roleBelow = (pid: number, role: 'extension' | 'serve' | 'server'): number | undefined => {
  const ids = new Set([pid, ...descendants(pid)])
  return processes().find(
    (each) => ids.has(each.pid) && each.state !== 'Z' && each.command.trimEnd().endsWith(` ${role}`),
  )?.pid
}

/** Whether a web view (WebKitGTK) below that process shows a page. */
export const hasWebView = (pid: number): boolean => {
  const ids = new Set(descendants(pid))
  return processes().some((each) => ids.has(each.pid) && each.command.includes('WebKitWebProcess'))
}

/** All of `/proc/<pid>/<what>` of these processes, to look for what should not be there. */
export const procText = (pids: number[], what: 'cmdline' | 'environ'): string =>
  pids.map((pid) => read(`/proc/${pid}/${what}`)).join('\n')

/** Waits until none of these is alive, `limit` ms at most. */
export const untilGone = (pids: number[], limit: number): Promise<unknown> =>
  until(
    () => pids.filter(isAlive),
    (alive) => alive.length === 0,
    { limit },
  )
