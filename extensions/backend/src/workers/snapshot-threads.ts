import { thread } from '../base/thread.ts'
import type { CompareInput, TakeInput } from '../storage/tasks/folder-snapshots/kept.ts'
import type { SnapshotCalls } from './snapshot.worker.ts'

/** Takes and compares snapshots of folders, each in a thread of its own, which can be ended without ending another's. */
export const snapshotThreads = () => ({
  async take(input: TakeInput, signal: AbortSignal) {
    await using worker = open()
    return await worker.call('take', input, { signal, killOnAbort: true })
  },
  async compare(input: CompareInput, signal: AbortSignal) {
    await using worker = open()
    return await worker.call('compare', input, { signal, killOnAbort: true })
  },
})
export type SnapshotThreads = ReturnType<typeof snapshotThreads>

const open = () => {
  const { call, close } = thread<SnapshotCalls>({ name: 'snapshot' })
  return { call, [Symbol.asyncDispose]: close }
}
