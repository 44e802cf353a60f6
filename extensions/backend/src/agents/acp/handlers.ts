import { replaceFile } from '../../base/disk-file.ts'
import { AppError } from '../../base/errors.ts'
import type { AllTools } from '../run-tools.ts'
import type { FilesBefore } from './before.ts'
import type { AgentProgram, Handlers } from './connection.ts'
import { asBytes, type FolderFiles } from './files.ts'
import { wantsEmptyFiles } from './known.ts'
import type { Permissions } from './permissions.ts'
import type { Recorder } from './recorder.ts'

type Parts = {
  tools: AllTools
  files: FolderFiles
  permits: Permissions
  record: Recorder
  before: FilesBefore
  /** Whether what it tells is of this run. */
  isListening(): boolean
  /** What is known of the program, once it has started. */
  facts(): AgentProgram['facts'] | undefined
}

/** What AIOS does for a program: hears what it tells, decides what it may, and reads and writes in its folder. */
export const handlersOf = ({ tools, files, permits, record, before, isListening, facts }: Parts): Handlers => ({
  // What it tells of a session that is taken up was told before.
  update({ update }) {
    if (!isListening()) return
    record.hear(update)
    const isCall = update.sessionUpdate === 'tool_call' || update.sessionUpdate === 'tool_call_update'
    if (isCall) before.named({ ...record.call(update.toolCallId), ...update })
  },
  permission: permits.ask,
  read: ({ path, line, limit }) =>
    files.read(path, { line, limit }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'acp.missing' && wantsEmptyFiles(facts())) return ''
      throw error
    }),
  async write({ path, content }) {
    const bytes = asBytes(path, content)
    const real = await files.inside(path)
    const now = await files.current(real)
    await permits.write(real, path, { before: now?.toString() ?? '', after: content })
    record.wrote(real)
    // It may have written that by itself before it asked.
    const isWritten = now?.equals(bytes) === true
    const then = isWritten ? before.latest(real) : now
    const isKnown = !isWritten || (then !== undefined && !then?.equals(bytes))
    if (isKnown) await tools.noteFile({ path: real, before: then ?? undefined, after: bytes })
    if (!isWritten) await replaceFile(real, bytes)
  },
})
