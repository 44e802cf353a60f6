import * as words from '../base/words/index.ts'
import type { Preset, PresetId } from '../shared/contract/providers.ts'

export type Protocol = 'openai' | 'anthropic' | 'google'

type PresetFacts = Preset & {
  protocol: Protocol
  /** Requests at the same time that such a server takes without making all of them slower. */
  parallel: number
  /** How its context length is made larger, in words. */
  widen?: string
}

const local = { protocol: 'openai', key: 'none', local: true } as const
const remote = { protocol: 'openai', key: 'required', local: false, parallel: 4 } as const

/** What is known of each kind of model server, in the order in which they are offered. */
export const presets: readonly PresetFacts[] = [
  {
    ...local,
    id: 'ollama',
    name: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434/v1',
    parallel: 1,
    widen: words.providers.help.ollama.widen,
  },
  {
    ...local,
    id: 'lm-studio',
    name: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234/v1',
    parallel: 1,
    widen: words.providers.help['lm-studio'].widen,
  },
  {
    ...local,
    id: 'llama-cpp',
    name: 'llama.cpp',
    baseUrl: 'http://127.0.0.1:8080/v1',
    parallel: 1,
    widen: words.providers.help['llama-cpp'].widen,
  },
  {
    ...local,
    id: 'vllm',
    name: 'vLLM',
    baseUrl: 'http://127.0.0.1:8000/v1',
    parallel: 8,
    widen: words.providers.help.vllm.widen,
  },
  {
    ...remote,
    id: 'openai',
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    keyUrl: 'https://platform.openai.com/api-keys',
  },
  {
    ...remote,
    id: 'openrouter',
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    keyUrl: 'https://openrouter.ai/settings/keys',
  },
  {
    ...remote,
    id: 'mistral',
    name: 'Mistral',
    baseUrl: 'https://api.mistral.ai/v1',
    keyUrl: 'https://console.mistral.ai/api-keys',
  },
  {
    ...remote,
    id: 'groq',
    name: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    keyUrl: 'https://console.groq.com/keys',
  },
  {
    ...remote,
    protocol: 'anthropic',
    id: 'anthropic',
    name: 'Anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    keyUrl: 'https://console.anthropic.com/settings/keys',
  },
  {
    ...remote,
    protocol: 'google',
    id: 'google',
    name: 'Google',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    keyUrl: 'https://aistudio.google.com/apikey',
  },
  { ...remote, id: 'custom', name: words.providers.other, baseUrl: '', key: 'optional', parallel: 2 },
]

const byId = new Map(presets.map((preset) => [preset.id, preset]))

export const presetOf = (id: PresetId): PresetFacts => byId.get(id) as PresetFacts

/** The kind of server that an address is known for: by its host when it is remote, by its port when it is local. */
export const presetAt = (baseUrl: string): PresetId => {
  const url = new URL(baseUrl)
  const same = presets.find(({ baseUrl: usual, local: isLocal }) => {
    const known = URL.parse(usual)
    return isLocal ? isLoopback(url.hostname) && known?.port === url.port : known?.hostname === url.hostname
  })
  return same?.id ?? 'custom'
}

export const isLoopback = (hostname: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|.+\.localhost)$/i.test(hostname)
