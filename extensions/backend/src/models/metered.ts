import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider'
import type { UsageRecord } from '../storage/setup/usage.ts'
import type { ModelError } from './errors.ts'

export type Used = Pick<UsageRecord, 'inputTokens' | 'outputTokens' | 'estimated' | 'milliseconds'>

type Options = {
  /** Hears of each request that the server took up, once it ended in whatever way. */
  record(used: Used): void
  /** Puts a failure into words. */
  explain(error: unknown): ModelError
}

/**
 * A model whose requests are counted, and whose failures are ModelErrors, thrown or as a part of the stream. What an abort
 * ends is thrown as it is; the tokens until then are counted too.
 */
export const metered = (model: LanguageModelV4, { record, explain }: Options): LanguageModelV4 => {
  const translate = (error: unknown, { abortSignal }: LanguageModelV4CallOptions) =>
    abortSignal?.aborted ? error : explain(error)

  return {
    specificationVersion: 'v4',
    provider: model.provider,
    modelId: model.modelId,
    supportedUrls: model.supportedUrls,

    async doGenerate(options) {
      const count = counting(options, record)
      try {
        const result = await model.doGenerate(options)
        count.end(result.usage, JSON.stringify(result.content).length)
        return result
      } catch (error) {
        throw translate(error, options)
      }
    },

    async doStream(options) {
      const count = counting(options, record)
      try {
        const { stream, ...rest } = await model.doStream(options)
        return { ...rest, stream: counted(stream, count, (error) => translate(error, options)) }
      } catch (error) {
        throw translate(error, options)
      }
    },
  }
}

const counted = (
  stream: ReadableStream<LanguageModelV4StreamPart>,
  count: ReturnType<typeof counting>,
  translate: (error: unknown) => unknown,
): ReadableStream<LanguageModelV4StreamPart> => {
  const reader = stream.getReader()
  let usage: LanguageModelV4Usage | undefined
  let characters = 0
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) {
            count.end(usage, characters)
            return controller.close()
          }
          if ('delta' in value) characters += value.delta.length
          if (value.type === 'finish') usage = value.usage
          controller.enqueue(value.type === 'error' ? { ...value, error: translate(value.error) } : value)
        } catch (error) {
          count.end(usage, characters)
          controller.error(translate(error))
        }
      },
      async cancel(reason) {
        count.end(usage, characters)
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

/** Characters that are taken for a token where the server does not count. */
const charactersPerToken = 4

/** Counts one request; its end is told once. */
const counting = ({ prompt, tools }: LanguageModelV4CallOptions, record: Options['record']) => {
  const started = performance.now()
  let ended = false
  return {
    end(usage: LanguageModelV4Usage | undefined, charactersBack: number): void {
      if (ended) return
      ended = true
      const input = usage?.inputTokens.total
      const output = usage?.outputTokens.total
      const charactersSent = () => JSON.stringify(prompt).length + JSON.stringify(tools ?? '').length
      record({
        inputTokens: input ?? Math.ceil(charactersSent() / charactersPerToken),
        outputTokens: output ?? Math.ceil(charactersBack / charactersPerToken),
        estimated: input === undefined || output === undefined,
        milliseconds: performance.now() - started,
      })
    },
  }
}
