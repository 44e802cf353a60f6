import { APICallError } from '@ai-sdk/provider'
import { AppError } from '../errors.ts'
import { ConnectionError } from './connection.ts'
import { connectionWords } from './connection-words.ts'
import { presetOf } from './presets.ts'
import { retryAfter } from './retry-after.ts'
import { type Server, sayingOf } from './saying.ts'

/** A model server did not do what it was asked. The message names it, and holds no key. */
export class ModelError extends AppError {
  /** May the same request succeed later? */
  readonly retryable: boolean
  /** Milliseconds to wait before that, where the server said so. */
  readonly retryAfter: number | undefined

  constructor(code: string, message: string, { retryable = false, retryAfter }: Retry = {}) {
    // Never with the cause: it holds the request, which is somebody's text, and may hold the key.
    super(code, message, { status: 424 })
    this.name = 'ModelError'
    this.retryable = retryable
    this.retryAfter = retryAfter
  }
}

type Retry = { retryable?: boolean; retryAfter?: number | undefined }

/** What a failed request to a model server means, in words: what happened and what to do. */
export const modelError = (thrown: unknown, server: Server): ModelError => {
  if (thrown instanceof ModelError) return thrown
  const connection = causes(thrown).find((each) => each instanceof ConnectionError)
  if (connection) return fromConnection(connection, server)
  if (APICallError.isInstance(thrown) && thrown.statusCode !== undefined && thrown.statusCode >= 400) {
    return fromStatus(thrown.statusCode, thrown, server)
  }
  return fromAnswer(thrown, server)
}

/** An error and what lies below it. */
const causes = (thrown: unknown): unknown[] => {
  const found: unknown[] = []
  for (let each = thrown; each instanceof Error && !found.includes(each); each = each.cause) found.push(each)
  return found
}

const passing = new Set(['refused', 'no-answer', 'silent', 'cut', 'unreachable', 'unknown-host'])

const fromConnection = (error: ConnectionError, server: Server) =>
  new ModelError(`provider.${error.fault}`, connectionWords(error, server), { retryable: passing.has(error.fault) })

type Rule = {
  statuses?: readonly number[]
  /** What the server must have said. */
  words?: RegExp
  code: string
  message: (server: Server) => string
  retryable?: boolean
}

const rules: readonly Rule[] = [
  {
    words: /insufficient[_ ]quota|exceeded your current quota|billing|credit balance|payment required/i,
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
    words:
      /context[_ ](?:length|size|window)|maximum context|prompt is too long|too many tokens|exceeds? the (?:available|maximum)/i,
    code: 'model.full',
    message: ({ model, preset }) =>
      `This is more text than ${model ?? 'the model'} holds at once. Ask about fewer documents, or take a model with a larger window. ${presetOf(preset).widen ?? ''}`,
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

const fromStatus = (status: number, error: APICallError, server: Server): ModelError => {
  const saying = sayingOf(error.responseBody ?? error.message, server)
  const rule = rules.find(
    ({ statuses, words }) => (!statuses || statuses.includes(status)) && (!words || words.test(saying)),
  )
  const quoted = saying ? ` It says: "${saying}"` : ''
  if (!rule) {
    const isTheirs = status > 500
    const what = isTheirs ? 'failed' : 'refused the request'
    return new ModelError(
      isTheirs ? 'provider.failed' : 'provider.refused-request',
      `${server.name} ${what} (HTTP ${status}).${quoted}`,
      {
        retryable: isTheirs,
      },
    )
  }
  const wait = rule.retryable ? retryAfter(error.responseHeaders ?? {}) : undefined
  return new ModelError(rule.code, `${rule.message(server).trim()}${quoted}`, {
    retryable: (rule.retryable ?? false) && wait !== 'too-long',
    retryAfter: wait === 'too-long' ? undefined : wait,
  })
}

/** The request was taken, but what came back is an error in the stream, or makes no sense. */
const fromAnswer = (thrown: unknown, server: Server): ModelError => {
  const { name } = thrown instanceof Error ? thrown : { name: '' }
  if (!(thrown instanceof Error) || /ProviderStreamError/.test(name)) {
    const saying = sayingOf(thrown instanceof Error ? thrown.message : JSON.stringify(thrown), server)
    const rule = rules.find(({ words }) => words?.test(saying))
    const message = rule?.message(server) ?? `${server.name} failed while it answered. Try again.`
    const retryable = rule === undefined || rule.retryable === true
    return new ModelError(rule?.code ?? 'provider.failed', `${message.trim()} It says: "${saying}"`, { retryable })
  }
  if (/without a finish reason|Failed to process successful response|terminated/i.test(thrown.message)) {
    return new ModelError('provider.cut', `${server.name} stopped in the middle of an answer. Try again.`, {
      retryable: true,
    })
  }
  return new ModelError(
    'provider.garbled',
    `${server.name} answered with something that is no answer of a model API. Check the address, and update the server.`,
    { retryable: true },
  )
}
