import * as z from 'zod'
import { id, time } from './common.ts'

export const presetId = z.enum([
  'ollama',
  'lm-studio',
  'llama-cpp',
  'vllm',
  'openai',
  'openrouter',
  'mistral',
  'groq',
  'anthropic',
  'google',
  'custom',
])
export type PresetId = z.infer<typeof presetId>

const price = z.object({
  input: z.number().min(0).max(1e6).describe('US dollars for a million tokens that are sent'),
  output: z.number().min(0).max(1e6).describe('US dollars for a million tokens that come back'),
})
export type Price = z.infer<typeof price>

export const providerModel = z.object({
  id: z.string(),
  tools: z.boolean().optional().describe('Whether it calls tools; absent while that is not known'),
  embeddings: z.boolean().optional().describe('It turns texts into vectors, and does not answer'),
  contextLength: z.int().optional().describe('Tokens that it holds at once'),
  price: price.optional(),
})
export type ProviderModel = z.infer<typeof providerModel>

const providerLimits = z.object({
  parallel: z.int().min(1).max(64).describe('Requests at the same time; further ones wait their turn'),
  patience: z.int().min(5).max(3600).describe('Seconds without a sign of life after which a request is given up'),
})

const keyStoreKind = z.enum(['system', 'file']).describe("The system's key store, or a file only its owner may read")
export type KeyStoreKind = z.infer<typeof keyStoreKind>

export const provider = z.object({
  id,
  name: z.string(),
  preset: presetId,
  baseUrl: z.string(),
  hasKey: z.boolean(),
  keyStore: keyStoreKind.optional().describe('Where the key is kept'),
  defaultModel: z.string().optional(),
  embeddingModel: z.string().optional(),
  limits: providerLimits,
  models: z.array(providerModel).describe('What the doctor found, with what was set by hand'),
  createdAt: time,
})
export type Provider = z.infer<typeof provider>

/** Why an address cannot be one of a model server; undefined when it can. */
const addressFault = (value: string): string | undefined => {
  const url = URL.parse(value)
  if (!url || !['http:', 'https:'].includes(url.protocol)) return 'must begin with http:// or https://'
  if (url.username || url.password) return 'must not hold a name or password: give the key on its own'
  if (url.search || url.hash) return 'must end before ? and #'
  return undefined
}

const baseUrl = z
  .string()
  .trim()
  .max(2000)
  .superRefine((value, context) => {
    const fault = addressFault(value)
    if (fault) context.addIssue({ code: 'custom', message: fault })
  })
  .describe('Where the API begins: http://127.0.0.1:11434/v1')

const key = z
  .string()
  .trim()
  .min(1)
  .max(4096)
  .regex(/^[\x21-\x7e]+$/, 'contains a character that API keys don’t have; copy it again')

const name = z.string().trim().min(1).max(200)
const modelId = z.string().trim().min(1).max(500)

export const newProvider = z.object({
  name: name.optional(),
  preset: presetId.default('custom'),
  baseUrl: baseUrl.optional().describe("Without it, the preset's"),
  key: key.optional(),
  defaultModel: modelId.optional(),
  embeddingModel: modelId.optional(),
  limits: providerLimits.partial().optional(),
})
export type NewProvider = z.infer<typeof newProvider>

const modelChange = z.object({
  id: modelId,
  price: price.nullable().optional().describe('Null forgets it'),
  contextLength: z.int().min(256).max(100_000_000).nullable().optional(),
})
export type ModelChange = z.infer<typeof modelChange>

export const providerChange = z.object({
  name: name.optional(),
  baseUrl: baseUrl.optional(),
  key: key.nullable().optional().describe('Null removes it'),
  defaultModel: modelId.nullable().optional(),
  embeddingModel: modelId.nullable().optional(),
  limits: providerLimits.partial().optional(),
  models: z.array(modelChange).max(1000).optional().describe('Sets by hand what is known about these'),
})
export type ProviderChange = z.infer<typeof providerChange>

const preset = z.object({
  id: presetId,
  name: z.string(),
  baseUrl: z.string().describe('Empty where there is no usual one'),
  key: z.enum(['none', 'optional', 'required']),
  keyUrl: z.string().optional().describe('The page where a key is to be had'),
  local: z.boolean().describe('Runs on the own machine'),
})
export type Preset = z.infer<typeof preset>

export const providerSetup = z.object({
  presets: z.array(preset),
  keyStore: z.object({ kind: keyStoreKind, place: z.string().describe('For people: "macOS Keychain", or a path') }),
})
export type ProviderSetup = z.infer<typeof providerSetup>
