import { type ChildProcess, execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { ProgramProcess } from '../storage/setup/program-processes.ts'

const run = promisify(execFile)
const isWindows = process.platform === 'win32'

/** Milliseconds that a tree has to end by itself, and then at most until it is gone. */
const TERM_TIMEOUT = 400
const KILL_TIMEOUT = 900

/** The variable by which Linux tells, of any process, for which program it was started. */
export const markVariable = 'AIOS_PROGRAM'
/** What it was called by versions whose programs may still run. */
const formerMarkVariable = 'AIOS_MCP'

/**
 * Ends a process that leads a group of its own (spawned `detached`, with `mark` in its environment), all of that group,
 * and all that was started by it, also where that left the group. Resolves when they are gone, within a second.
 */
export const endTree = async (child: ChildProcess, mark: string): Promise<void> => {
  const { pid } = child
  if (pid === undefined) return
  child.stdin?.destroy()
  if (isWindows) return endWindowsTree(pid)
  await endAll([-pid, ...(await strays(pid, [`${markVariable}=${mark}\0`]))])
}

/** The same for a process of an earlier run, where it is still the one that was noted. */
export const endAbandoned = async ({ pid, birth, owner }: ProgramProcess & { owner: string }): Promise<void> => {
  const now = await birthOf(pid)
  const isAnother = now !== undefined && now !== birth
  if (isWindows) return now === undefined || isAnother ? undefined : endWindowsTree(pid)
  // Without its leader, a group of that id is still the one that was noted: such ids are not given out again before.
  const group = isAnother ? [] : [-pid]
  const marks = [markVariable, formerMarkVariable].map((name) => `${name}=${owner}:`)
  await endAll([...group, ...(await strays(isAnother ? 0 : pid, marks))])
}

const endAll = async (all: readonly number[]) => {
  const began = performance.now()
  signal(all, 'SIGTERM')
  while (all.some(isAlive) && performance.now() - began < TERM_TIMEOUT) await delay(20)
  signal(all, 'SIGKILL')
  while (all.some(isAlive) && performance.now() - began < KILL_TIMEOUT) await delay(10)
}

const endWindowsTree = async (pid: number) => {
  // It fails where the process has ended already, which is what is wanted.
  await run('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }).catch(() => undefined)
}

const signal = (ids: readonly number[], name: NodeJS.Signals) => {
  for (const id of ids) {
    try {
      process.kill(id, name)
    } catch (error) {
      if (!isGone(error)) throw error
    }
  }
}

const isGone = (error: unknown) => ['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')

/** Of a group, by its negative id, whether any of it lives. */
const isAlive = (id: number): boolean => {
  try {
    return process.kill(id, 0)
  } catch (error) {
    if (isGone(error)) return false
    throw error
  }
}

/** What belongs to a process and may have left its group: on Linux by its marks, elsewhere by who started it. */
const strays = async (pid: number, marks: readonly string[]): Promise<number[]> => {
  if (process.platform === 'linux') return marked(marks)
  const parents = pid === 0 ? [] : await listedParents()
  const below = (parent: number): number[] =>
    parents.flatMap(([child, of]) => (of === parent ? [child, ...below(child)] : []))
  return below(pid)
}

/** Whose environment holds a variable that begins so. */
const marked = (marks: readonly string[]) =>
  readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    const variables = read(`/proc/${name}/environ`)
    return marks.some((mark) => `\0${variables}`.includes(`\0${mark}`)) ? [Number(name)] : []
  })

const listedParents = async () => {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number) as [child: number, parent: number])
}

/** When a process started, in words of the system that tell it from any other of that id; undefined where it is gone. */
export const birthOf = async (pid: number): Promise<string | undefined> => {
  if (process.platform === 'linux') return statOf(pid)[19]
  const [command, ...args] = isWindows
    ? ['powershell', '-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`]
    : ['ps', '-o', 'lstart=', '-p', String(pid)]
  const { stdout } = await run(command as string, args, { windowsHide: true }).catch(() => ({ stdout: '' }))
  return stdout.trim() || undefined
}

/** The fields of /proc/<pid>/stat from the state on: the name before it may hold anything. */
const statOf = (pid: number): string[] => read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []

/** A file of a process; empty where it has ended, or is another user's. */
const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
