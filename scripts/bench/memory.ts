import { readFileSync } from 'node:fs'
import { descendants } from '../../test/support/processes.ts'

/**
 * Memory of a process and all below it, in bytes (Linux, /proc/<pid>/smaps_rollup): what is private to each, added up, and what
 * they share, counted once: they run the same program, so the largest share stands for all.
 */
export const memoryOf = (pid: number): { private: number; shared: number } => {
  const all = [pid, ...descendants(pid)].map(rollup)
  return {
    private: all.reduce((sum, each) => sum + each.private, 0),
    shared: Math.max(...all.map((each) => each.shared)),
  }
}

const rollup = (pid: number) => {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0)
  const own = kilobytes('Private_Clean') + kilobytes('Private_Dirty')
  return { private: own * 1024, shared: (kilobytes('Rss') - own) * 1024 }
}
