import type { Logger } from '../base/log.ts'
import type { McpProcess, McpProcessStore } from '../storage/setup/program-processes.ts'

/** Notes a process as long as it runs, so that the next start can end it should this one not live to do so. */
export const notedProcess = (processes: McpProcessStore, log: Logger) => {
  let process: McpProcess | undefined
  let isGone = false
  const guarded = (work: () => void) => {
    try {
      work()
    } catch (error) {
      log.warn({ err: error }, 'a process that was started could not be noted')
    }
  }
  return {
    async began(pid: number) {
      const { birthOf } = await import('./process-tree.ts')
      const birth = await birthOf(pid)
      if (birth === undefined || isGone) return
      process = { pid, birth }
      guarded(() => processes.add({ pid, birth }))
    },
    gone() {
      isGone = true
      const last = process
      if (last) guarded(() => processes.remove(last))
    },
  }
}
