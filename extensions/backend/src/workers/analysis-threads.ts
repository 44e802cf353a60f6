import { type CallOptions, thread } from '../base/thread.ts'
import type { ExtractRequest } from '../text/entities/request.ts'
import type { AnalysisCalls } from './analyse.worker.ts'
import type {
  CheckInput,
  ChooseInput,
  ExtractInput,
  Extraction,
  Find,
  SummarizeInput,
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
      const worker = thread<AnalysisCalls>({
        name: 'analyse',
        data: { dataDir },
        idle: 5000,
        resourceLimits: { maxOldGenerationSizeMb: memory },
        onError,
      })
      const within = (limit: number): CallOptions => ({ signal, stall: limit, killOnAbort: true })
      const analyser = {
        /** Loads what a request needs. */
        prepare: (request: ExtractRequest) => worker.call('prepare', request, within(stall)),
        async extract(input: ExtractInput): Promise<Extraction | undefined> {
          const isRisky = input.request.patterns.some(({ kind }) => kind === 'expression')
          const finds: Find[] = []
          const onProgress = (progress: number | Find[]) => {
            if (typeof progress !== 'number') finds.push(...progress)
          }
          const limit = isRisky ? patternStall : stall
          const extracted = await worker.call('extract', input, { ...within(limit), onProgress })
          return extracted && { ...extracted, finds }
        },
        check: (input: Omit<CheckInput, 'workspaceNumber'>) =>
          worker.call('check', { ...input, workspaceNumber }, within(stall)),
        summarize: (input: SummarizeInput) => worker.call('summarize', input, within(stall)),
        /** The most telling of sentences of several documents. */
        choose: (input: ChooseInput) => worker.call('choose', input, within(stall)),
        /** Checks the quotations of an answer. */
        verify: (input: VerifyInput) => worker.call('verify', input, within(verifyStall)),
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
