import type { PresetId } from '../../../shared/contract/providers.ts'

type Named = { name: string }

const from = (keyUrl: string | undefined) => (keyUrl ? ` at ${keyUrl}` : '')
const sentence = (text: string | undefined) => (text ? ` ${text}.` : '')
const badKey = (name: string, keyUrl: string | undefined) =>
  `${name} doesn’t accept this API key. Enter it again, or create a new one${from(keyUrl)}.`

/** What a provider can be told to do, by its kind; without the full stop of a sentence. */
const local = {
  ollama: {
    start: 'Open the Ollama app, or run `ollama serve`',
    widen:
      'Set OLLAMA_CONTEXT_LENGTH=16384 where Ollama is started (in its app: Settings, Context length) and restart it',
  },
  'lm-studio': {
    start: 'In LM Studio, start the server on the Developer page, or run `lms server start`',
    widen: 'Reload the model with a larger “Context Length”',
  },
  'llama-cpp': {
    start: 'Run `llama-server -m <model>.gguf --jinja -c 16384`',
    widen: 'Start llama-server with `-c 16384`',
    enableTools: 'Start llama-server with `--jinja`',
  },
  vllm: {
    start: 'Run `vllm serve <model>`',
    widen: 'Start vLLM with a larger `--max-model-len`',
    enableTools: 'Start vLLM with `--enable-auto-tool-choice` and the `--tool-call-parser` for the model',
  },
}

const help: Partial<Record<PresetId, { start: string; widen: string; enableTools?: string }>> = local

/** Why no connection to a provider was made, or it broke. */
const connection = {
  refusedHere: (host: string, preset: PresetId) =>
    `Nothing is listening at ${host}. ${help[preset]?.start ?? 'Start the server'}, or correct the address.`,
  refused: (host: string) =>
    `${host} is up, but no server is listening on that port. Start the server, or correct the port. A server on another computer must listen on more than 127.0.0.1.`,
  unknownHost: (host: string) => `The host ${host} wasn’t found, or this computer is offline. Check the address.`,
  unreachable: (host: string) =>
    `${host} can’t be reached from this computer. Check the network, the VPN and the firewall.`,
  noAnswer: (host: string) => `${host} doesn’t respond. Check the address, and whether a firewall is in the way.`,
  silent: ({ name }: Named) =>
    `${name} accepted the request but didn’t answer in time. It may be loading a large model: try again, or raise the timeout in its settings.`,
  cut: ({ name }: Named) =>
    `${name} closed the connection before it was finished. Try again. If this keeps happening, check its log.`,
  certificate: (host: string, reason: string) =>
    `The certificate of ${host} isn’t trusted (${reason}). Install the authority that signed it on this computer or, on your own network, use http://.`,
  certificateReasons: {
    expired: 'it has expired',
    otherName: 'it was issued for another name',
    selfSigned: 'it is self-signed',
    unknown: 'the reason is unknown',
  },
  notTls: (host: string) => `${host} doesn’t use TLS. Write http:// instead of https://.`,
  notHttp: (host: string) => `The server at ${host} doesn’t use HTTP. If it uses TLS, write https://.`,
  redirected: ({ name }: Named, where: string) =>
    `${name} redirects requests ${where}. Your API key and text aren’t sent there. Enter the address it redirects to.`,
  to: (address: string) => `to ${address}`,
  inCircles: 'in circles',
  tooLarge: ({ name }: Named) => `${name} sent more than 64 MB, so the answer was cut off. Ask for less.`,
  webPage: (url: string) => `${url} is a web page, not a model API. The address usually ends in /v1.`,
}

/** Why a connection to any other host failed; each follows the host’s name. */
const host = {
  failed: (name: string, reason: string) => `${name} ${reason}.`,
  refused: 'refused the connection: nothing is listening there',
  unknownHost: 'wasn’t found, or this computer is offline',
  unreachable: 'can’t be reached',
  silent: 'accepted the request but didn’t answer in time',
  certificate: 'has a certificate that isn’t trusted',
  notTls: 'doesn’t use TLS',
  notHttp: 'doesn’t use HTTP',
  cut: 'closed the connection before it was finished',
  redirected: 'redirects requests to another address',
  tooLarge: 'sent too much',
  webPage: 'answered with a web page',
  noAnswer: 'doesn’t respond',
}

/** Why a provider refused a request, or failed at it. */
const refusals = {
  noCredit: ({ name }: Named) => `${name} has no credit left for this API key. Check the account’s billing page.`,
  unpaid: ({ name }: Named) => `${name} requires payment first. Add credit there.`,
  needsKey: (name: string, keyUrl: string | undefined) =>
    `${name} needs an API key. Enter one${keyUrl ? `; you can get it at ${keyUrl}` : ''}.`,
  badKey,
  promptTooLong: (model: string | undefined, preset: PresetId) =>
    `This is more text than ${model ?? 'the model'} can hold at once. Ask about fewer documents, or choose a model with a larger context length.${sentence(help[preset]?.widen)}`,
  requestTooLarge: ({ name }: Named) => `This is more than ${name} accepts in one request. Ask about fewer documents.`,
  noTools: (model: string | undefined, preset: PresetId) =>
    `${model ?? 'The model'} can’t call tools here. ${help[preset]?.enableTools ?? 'Choose a model that can'}.`,
  noModel: (name: string, model: string | undefined, preset: PresetId) =>
    `${name} has no model ${model ?? 'with that name'}. Choose one from its list${preset === 'ollama' && model ? `, or download it: \`ollama pull ${model}\`` : ''}.`,
  noApi: (name: string, baseUrl: string) =>
    `${name} responds, but there is no model API at ${baseUrl}. Check the address: it usually ends in /v1.`,
  tooManyRequests: ({ name }: Named) =>
    `${name} is getting more requests than it allows. Wait a moment, or lower the number of requests at once.`,
  loading: ({ name }: Named) => `${name} is still loading the model. Try again in a minute.`,
  busy: ({ name }: Named) => `${name} is overloaded or restarting. Try again in a minute.`,
  failedInside: ({ name }: Named) =>
    `${name} had an internal error. Try again. If this keeps happening, restart it and check its log.`,
  failed: (name: string, status: number) => `${name} failed (HTTP ${status}).`,
  refused: (name: string, status: number) => `${name} refused the request (HTTP ${status}).`,
  failedMidway: ({ name }: Named) => `${name} failed while it was answering. Try again.`,
  cutAnswer: ({ name }: Named) => `${name} stopped in the middle of an answer. Try again.`,
  garbled: ({ name }: Named) =>
    `${name} returned something that isn’t an answer of a model API. Check the address, and update the server.`,
  withReason: (message: string, saying: string) => `${message} It says: “${saying}”`,
}

export const providers = { other: 'Other server', help: local, connection, host, refusals }
