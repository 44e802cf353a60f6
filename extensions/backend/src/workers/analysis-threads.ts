import { thread } from '../base/thread.ts'
import type { Sentence } from '../text/answers/summary.ts'
import type { Verified } from '../text/answers/verify-quotes.ts'
import type { ExtractRequest } from '../text/entities/request.ts'
import type {
  CheckInput,
  Checking,
  ChooseInput,
  Extracted,
  ExtractInput,
  Extraction,
  Find,
  SummarizeInput,
  Summing,
  VerifyInput,
} from './analysis-messages.ts'

type Options = {
  dataDir: string
  /** Milliseconds on one page after which a document is given up. */
  stall?: number
  /** The same where a pattern of the user's own is looked for, which may never end. */
  patternStall?: number
  /** Milliseconds after which the quotations of an answer are left unchecked. */
  verifyStall?: number
  /** Megabytes of heap. */
  memory?: number
  /** Told of each error in a thread. */
  onError?: (error: Error) => void
}

/**
 * Reads whole documents in a worker thread of the task's own, so that nothing in a document or a pattern holds up the
 * server or another task, and a cancelled task ends at once. Calls give nothing back for a document that is gone, and
 * reject with AppError `document.stuck` or `document.memory` for one that cannot be worked through.
 */
export const analysing = ({
  dataDir,
  stall = 60_000,
  patternStall = 5000,
  verifyStall = 30_000,
  memory = 1024,
  onError,
}: Options) => {
  const open = new Set<AsyncDisposable>()

  return {
    /** Reads documents of one workspace until it is disposed of, or the signal aborted. */
    open({ signal, workspaceNumber }: { signal: AbortSignal; workspaceNumber: number }) {
      const worker = thread({
        name: 'analyse',
        data: { dataDir },
        idle: 5000,
        resourceLimits: { maxOldGenerationSizeMb: memory },
        onError,
      })
      type More = { limit?: number; onProgress?: (progress: never) => void }
      const call = <T>(name: string, input: unknown, { limit = stall, onProgress }: More = {}): Promise<T> =>
        worker.call(name, input, { signal, stall: limit, killOnAbort: true, ...(onProgress && { onProgress }) })
      const analyser = {
        /** Loads what a request needs. */
        prepare: (request: ExtractRequest): Promise<void> => call('prepare', request),
        async extract(input: ExtractInput): Promise<Extraction | undefined> {
          const isRisky = input.request.patterns.some(({ kind }) => kind === 'expression')
          const finds: Find[] = []
          const onProgress = (progress: number | Find[]) => {
            if (typeof progress !== 'number') finds.push(...progress)
          }
          const limit = isRisky ? patternStall : stall
          const extracted = await call<Extracted | undefined>('extract', input, { limit, onProgress })
          return extracted && { ...extracted, finds }
        },
        check: (input: Omit<CheckInput, 'workspaceNumber'>): Promise<Checking | undefined> =>
          call('check', { ...input, workspaceNumber }),
        summarize: (input: SummarizeInput): Promise<Summing | undefined> => call('summarize', input),
        /** The most telling of sentences of several documents. */
        choose: (input: ChooseInput): Promise<Sentence[]> => call('choose', input),
        /** Checks the quotations of an answer. */
        verify: (input: VerifyInput): Promise<Verified> => call('verify', input, { limit: verifyStall }),
        async [Symbol.asyncDispose](): Promise<void> {
          open.delete(analyser)
          await worker.close()
        },
      }
      open.add(analyser)
      return analyser
    },
    async close(): Promise<void> {
      await Promise.all([...open].map((each) => each[Symbol.asyncDispose]()))
    },
  }
}
export type Analysing = ReturnType<typeof analysing>
export type Analyser = ReturnType<Analysing['open']>
