import { presetOf } from './presets.ts'
import type { Server } from './server-reason.ts'

/** A way in which servers refuse or fail. */
export type Refusal = {
  statuses?: readonly number[]
  /** What the server must have said. */
  words?: RegExp
  code: string
  message: (server: Server) => string
  retryable?: boolean
}

const refusals: readonly Refusal[] = [
  {
    words:
      /insufficient[_ ](?:quota|balance|credits|funds)|exceeded your current quota|credit balance|payment required/i,
    code: 'provider.quota',
    message: ({ name }) => `${name} has no credit left for this key. Look at the account's billing page.`,
  },
  {
    statuses: [402],
    code: 'provider.quota',
    message: ({ name }) => `${name} wants to be paid first. Add credit there.`,
  },
  {
    statuses: [401, 403],
    code: 'provider.key',
    message: ({ name, key, preset }) =>
      key
        ? `${name} does not take this key. Enter it again, or make a new one${keyPage(preset)}.`
        : `${name} needs a key. Enter one${keyPage(preset)}.`,
  },
  {
    words: /api key not valid|invalid api key|incorrect api key|invalid x-api-key/i,
    code: 'provider.key',
    message: ({ name, preset }) =>
      `${name} does not take this key. Enter it again, or make a new one${keyPage(preset)}.`,
  },
  {
    statuses: [400, 413, 422, 500],
    words:
      /context[_ ](?:length|size|window)|maximum context|prompt is too long|too many tokens|exceeds? the (?:available|maximum)/i,
    code: 'model.full',
    message: ({ model, preset }) =>
      `This is more text than ${model ?? 'the model'} holds at once. Ask about fewer documents, or take a model with a larger window.${sentence(presetOf(preset).widen)}`,
  },
  {
    words:
      /(?:does not|doesn't|not) support(?:ed)? (?:for )?tool|tool(?:s|_choice| choice| calling| use)?\b.{0,60}(?:not supported|unsupported|requires? --)|--jinja/i,
    code: 'model.no-tools',
    message: ({ model, preset }) =>
      `${model ?? 'The model'} does not call tools here. ${presetOf(preset).enableTools ?? 'Choose a model that does'}.`,
  },
  {
    statuses: [400, 404, 422],
    words:
      /model.{0,120}(?:not found|does ?n[o']t exist|not exist|unknown|invalid|not loaded|no such|not available|decommissioned)|(?:no such|unknown|invalid) model|try pulling it|no models? loaded/is,
    code: 'model.unknown',
    message: ({ name, model, preset }) =>
      `${name} has no model ${model ?? 'of that name'}. Choose one that it lists${preset === 'ollama' && model ? `, or get it: \`ollama pull ${model}\`` : ''}.`,
  },
  {
    statuses: [404, 405],
    code: 'provider.path',
    message: ({ name, baseUrl }) =>
      `${name} is reached, but there is no model API at ${baseUrl}. Check the address: it mostly ends in /v1.`,
  },
  {
    statuses: [413],
    code: 'model.full',
    message: ({ name }) => `This is more than ${name} takes in one request. Ask about fewer documents.`,
  },
  {
    statuses: [429],
    code: 'provider.busy',
    message: ({ name }) => `${name} gets more requests than it allows. Wait a little, or lower the parallel requests.`,
    retryable: true,
  },
  {
    statuses: [503, 529],
    words: /loading/i,
    code: 'model.loading',
    message: ({ name }) => `${name} is still loading the model. Try again in a minute.`,
    retryable: true,
  },
  {
    statuses: [408, 409, 425, 502, 503, 504, 529],
    code: 'provider.busy',
    message: ({ name }) => `${name} is overloaded or restarting. Try again in a minute.`,
    retryable: true,
  },
  {
    statuses: [500],
    code: 'provider.failed',
    message: ({ name }) => `${name} failed inside. Try again; if it stays so, restart it and look into its log.`,
    retryable: true,
  },
]

const keyPage = (preset: Server['preset']) => {
  const { keyUrl } = presetOf(preset)
  return keyUrl ? ` from ${keyUrl}` : ''
}

const sentence = (text: string | undefined) => (text ? ` ${text}.` : '')

/**
 * What a server meant by an HTTP status and what it said; without a status (in a stream) by what it said alone. Undefined
 * where nobody knows.
 */
export const refusalOf = (saying: string, status?: number): Refusal | undefined =>
  refusals.find(({ statuses, words }) =>
    status === undefined
      ? words?.test(saying)
      : (!statuses || statuses.includes(status)) && (!words || words.test(saying)),
  )
