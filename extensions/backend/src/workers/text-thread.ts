import { thread } from '../base/thread.ts'
import type { TextInput, TextResult } from './index-messages.ts'
import type { ParseCalls } from './parse.worker.ts'

/** What reading one file may take: milliseconds, and megabytes of heap. */
const stall = 20_000
const memory = 256

/** The beginning of a file's text, read in a thread of its own, as the file may be made to hurt who reads it. */
export const readTextInThread = async (input: TextInput, signal: AbortSignal): Promise<TextResult> => {
  const reader = thread<ParseCalls>({ name: 'parse', resourceLimits: { maxOldGenerationSizeMb: memory } })
  try {
    return await reader.call('text', input, { stall, signal, killOnAbort: true })
  } finally {
    await reader.close()
  }
}
