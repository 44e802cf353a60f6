import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { slowness } from './pace.ts'
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

/** The processes below `pid` whose command line holds `text`. */
export const namedBelow = (pid: number, text: string): number[] => {
  const ids = new Set(descendants(pid))
  return processes().flatMap((each) => (ids.has(each.pid) && each.command.includes(text) ? [each.pid] : []))
}

/** The processes that were started with this variable (`NAME=value`), whoever their parent is by now. */
export const withVariable = (variable: string): number[] =>
  processes().flatMap(({ pid }) => (`\0${read(`/proc/${pid}/environ`)}`.includes(`\0${variable}\0`) ? [pid] : []))

/** Whether that process holds a TCP connection to that port of this machine. */
export const isConnectedTo = (pid: number, port: number): boolean => {
  const remote = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const established = '01'
  const inodes = read('/proc/net/tcp')
    .split('\n')
    .map((line) => line.trim().split(/ +/))
    .filter((fields) => fields[2] === remote && fields[3] === established)
    .map((fields) => `socket:[${fields[9]}]`)
  return openFiles(pid).some((name) => inodes.includes(name))
}

const openFiles = (pid: number): string[] => {
  const folder = `/proc/${pid}/fd`
  try {
    return readdirSync(folder).map((name) => readlinkSync(`${folder}/${name}`))
  } catch {
    return [] // it ended, or closed one in between
  }
}

/** All of `/proc/<pid>/<what>` of these processes, to look for what should not be there. */
export const procText = (pids: number[], what: 'cmdline' | 'environ'): string =>
  pids.map((pid) => read(`/proc/${pid}/${what}`)).join('\n')

/** Waits until none of these is alive, at most `limit` ms on an idle machine. */
export const untilGone = async (pids: number[], limit: number): Promise<void> => {
  const longest = limit * (await slowness())
  await until(
    () => processes().filter((each) => pids.includes(each.pid) && each.state !== 'Z'),
    (alive) => alive.length === 0,
    { limit: longest },
  )
}

/** Memory of a process in megabytes (Linux): what it has now, and the most that it had. */
export const memoryOf = (pid: number): { now: number; most: number } => {
  const status = read(`/proc/${pid}/status`)
  const megabytes = (field: string) =>
    Math.round(Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024)
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') }
}
