import * as words from '../base/words/index.ts'
import { presetOf } from './presets.ts'
import type { Server } from './server-reason.ts'

/** A way in which servers refuse or fail. */
export type Refusal = {
  statuses?: readonly number[]
  /** What the server must have said. */
  pattern?: RegExp
  code: string
  message: (server: Server) => string
  retryable?: boolean
}

const texts = words.providers.refusals

const refusals: readonly Refusal[] = [
  {
    pattern:
      /insufficient[_ ](?:quota|balance|credits|funds)|exceeded your current quota|credit balance|payment required/i,
    code: 'provider.quota',
    message: texts.noCredit,
  },
  {
    statuses: [402],
    code: 'provider.quota',
    message: texts.unpaid,
  },
  {
    statuses: [401, 403],
    code: 'provider.key',
    message: ({ name, key, preset }) => (key ? texts.badKey : texts.needsKey)(name, keyPage(preset)),
  },
  {
    pattern: /api key not valid|invalid api key|incorrect api key|invalid x-api-key/i,
    code: 'provider.key',
    message: ({ name, preset }) => texts.badKey(name, keyPage(preset)),
  },
  {
    statuses: [400, 413, 422, 500],
    pattern:
      /context[_ ](?:length|size|window)|maximum context|prompt is too long|too many tokens|exceeds? the (?:available|maximum)/i,
    code: 'model.full',
    message: ({ model, preset }) => texts.promptTooLong(model, preset),
  },
  {
    pattern:
      /(?:does not|doesn't|not) support(?:ed)? (?:for )?tool|tool(?:s|_choice| choice| calling| use)?\b.{0,60}(?:not supported|unsupported|requires? --)|--jinja/i,
    code: 'model.no-tools',
    message: ({ model, preset }) => texts.noTools(model, preset),
  },
  {
    statuses: [400, 404, 422],
    pattern:
      /model.{0,120}(?:not found|does ?n[o']t exist|not exist|unknown|invalid|not loaded|no such|not available|decommissioned)|(?:no such|unknown|invalid) model|try pulling it|no models? loaded/is,
    code: 'model.unknown',
    message: ({ name, model, preset }) => texts.noModel(name, model, preset),
  },
  {
    statuses: [404, 405],
    code: 'provider.path',
    message: ({ name, baseUrl }) => texts.noApi(name, baseUrl),
  },
  {
    statuses: [413],
    code: 'model.full',
    message: texts.requestTooLarge,
  },
  {
    statuses: [429],
    code: 'provider.busy',
    message: texts.tooManyRequests,
    retryable: true,
  },
  {
    statuses: [503, 529],
    pattern: /loading/i,
    code: 'model.loading',
    message: texts.loading,
    retryable: true,
  },
  {
    statuses: [408, 409, 425, 502, 503, 504, 529],
    code: 'provider.busy',
    message: texts.busy,
    retryable: true,
  },
  {
    statuses: [500],
    code: 'provider.failed',
    message: texts.failedInside,
    retryable: true,
  },
]

const keyPage = (preset: Server['preset']) => presetOf(preset).keyUrl

/**
 * What a server meant by an HTTP status and what it said; without a status (in a stream) by what it said alone. Undefined
 * where nobody knows.
 */
export const refusalOf = (saying: string, status?: number): Refusal | undefined =>
  refusals.find(({ statuses, pattern }) =>
    status === undefined
      ? pattern?.test(saying)
      : (!statuses || statuses.includes(status)) && (!pattern || pattern.test(saying)),
  )
