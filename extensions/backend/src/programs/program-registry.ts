import { processName } from '../base/lease.ts'
import type { Logger } from '../base/log.ts'
import type { ProgramProcess, ProgramProcessStore } from '../storage/setup/program-processes.ts'
import type { ProgramOptions } from './program.ts'

/** Which programs this process runs, noted so that the next start can end those that this one does not live to end. */
export const programRegistry = ({ processes, log }: { processes: ProgramProcessStore; log: Logger }) => {
  let started = 0

  const guarded = (work: () => void) => {
    try {
      work()
    } catch (error) {
      log.warn({ err: error }, 'a process that was started could not be noted')
    }
  }

  return {
    /** What one more program is to be started with: a mark of its own, and a note of its process as long as it runs. */
    register(): Pick<ProgramOptions, 'mark' | 'onSpawn' | 'onExit'> {
      let noted: ProgramProcess | undefined
      let isGone = false
      const note = async (pid: number) => {
        const { birthOf } = await import('./process-tree.ts')
        const birth = await birthOf(pid)
        if (birth === undefined || isGone) return
        noted = { pid, birth }
        guarded(() => processes.add({ pid, birth }))
      }
      return {
        mark: `${processName}:${++started}`,
        onSpawn: (pid) => void note(pid),
        onExit() {
          isGone = true
          const last = noted
          if (last) guarded(() => processes.remove(last))
        },
      }
    },

    /** Ends what an earlier run of AIOS left behind. */
    async endAbandoned(): Promise<void> {
      const abandoned = processes.abandoned()
      if (abandoned.length === 0) return
      const { endAbandoned } = await import('./process-tree.ts')
      for (const process of abandoned) {
        await endAbandoned(process)
        processes.remove(process)
      }
    },
  }
}
export type ProgramRegistry = ReturnType<typeof programRegistry>
