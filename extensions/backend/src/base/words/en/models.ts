import type { PresetId } from '../../../shared/contract/providers.ts'
import { count, number, seconds } from './format.ts'

const chooseEmbeddings = 'Choose another embedding model.'

/** Which model is used, and the keys for it. */
export const models = {
  unknownProvider: (id: string) => `There is no provider ${id}.`,
  noAddress: 'baseUrl: is missing. This kind of provider has no default address.',
  keyAgain: (before: string, now: string) =>
    `The API key was entered for ${before}. Enter one for ${now}, or remove it.`,
  noModel: (provider: string) => `No model is selected for ${provider}. Select one in the settings.`,
  noEmbeddingModel: (provider: string) => `No embedding model is selected for ${provider}. Select one in the settings.`,
  noEmbeddings: (provider: string) => `${provider} has no embedding models. Choose another provider.`,
  changingVectors: (model: string) =>
    `${model} returns vectors of changing lengths, which can’t be compared. ${chooseEmbeddings}`,
  unevenVectors: (model: string) => `${model} returned vectors of different lengths at once. ${chooseEmbeddings}`,
  emptyVectors: (model: string) => `${model} returned empty vectors. ${chooseEmbeddings}`,
  keyUnavailable: (reason: string | undefined) =>
    `The API key can’t be read${reason ? ` (${reason})` : ''}. Unlock the system keychain, or enter the key again.`,
  keyFileDamaged: (path: string) => `The file ${path} can’t be read. Delete it, then enter the API keys again.`,
  keychains: {
    darwin: 'the macOS Keychain',
    win32: 'the Windows Credential Manager',
    other: 'the desktop’s keychain (Secret Service)',
  },
  keychainSilent: 'The keychain doesn’t respond.',
}

/** What checking a provider found. */
export const checkup = {
  answers: (host: string) => `${host} responds.`,
  elsewhere: (here: string, there: string) => `There is no model API at ${here}. It is at ${there}: use that address.`,
  unlisted: (provider: string, model: string) => `${provider} doesn’t list its models. AIOS checks ${model} anyway.`,
  unencrypted: (host: string) =>
    `What is sent to ${host} isn’t encrypted. Use https:// unless you trust the network in between.`,
  tooSlow: (provider: string, milliseconds: number) =>
    `${provider} didn’t respond within ${seconds(milliseconds)}. It may be loading a large model: try again, or choose a smaller one.`,
  listed: (models: number) => `${count(models, 'model')} listed.`,
  noModels: (provider: string, preset: PresetId) =>
    `${provider} has no models yet. ${preset === 'ollama' ? 'Download one: `ollama pull qwen3:8b`.' : 'Download or load one there.'}`,
  notTried: 'No model was checked. Choose one to see whether it answers.',
  modelAnswers: (model: string) => `${model} answers.`,
  emptyAnswer: (model: string) => `${model} gave an empty answer. Try another model.`,
  streams: 'Answers are streamed.',
  notStreamed: 'It doesn’t stream answers when asked to, and agents need that. Update the server.',
  wholeOnly: 'It doesn’t stream answers: you see each one only when it is complete.',
  callsTools: (model: string) => `${model} calls tools.`,
  ignoresTools: (model: string) =>
    `${model} was given a tool and didn’t call it. Agents that use tools need a model that does.`,
  badToolCalls: (model: string) =>
    `${model} calls tools, but with wrong arguments. Agents point this out to it; a larger model does better.`,
  noEmbeddings: 'This kind of provider has no embedding models.',
  embeds: (model: string, size: number) => `${model} turns text into vectors of ${size} numbers.`,
  unevenVectors: (model: string) => `${model} returned vectors of different lengths. ${chooseEmbeddings}`,
  embeddingsNotTried: 'No embedding model was checked. Search works without one.',
  unknownContext: (provider: string) =>
    `${provider} doesn’t report the context length of the model. Enter it if you know it.`,
  context: (model: string, tokens: number) => `${model} has a context length of ${number(tokens)} tokens.`,
  smallContext: (model: string, tokens: number, widen: string | undefined) =>
    `${model} has a context length of ${number(tokens)} tokens, too few for several pages and an answer. ${widen ?? 'Choose a model with a larger one'}.`,
}
