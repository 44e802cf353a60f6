import * as z from 'zod'
import { id } from './common.ts'
import { newProvider, presetId, providerModel } from './providers.ts'

/** What to look at: nothing for the usual ports of this machine, an address, or a provider. */
export const probeRequest = z
  .object({
    providerId: id.optional(),
    baseUrl: newProvider.shape.baseUrl,
    preset: presetId.optional(),
    key: newProvider.shape.key,
    model: newProvider.shape.defaultModel.describe('The model to try; without it one is chosen where that is free'),
  })
  .superRefine(({ providerId, baseUrl, preset, key, model }, context) => {
    const complain = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (providerId && (baseUrl || preset || key)) complain('providerId', 'already has an address and a key')
    if (!providerId && !baseUrl && (key || model || preset)) complain('baseUrl', 'is missing')
  })
export type ProbeRequest = z.infer<typeof probeRequest>

const probeCheck = z.enum(['connection', 'models', 'answer', 'stream', 'tools', 'embeddings', 'context'])
export type ProbeCheck = z.infer<typeof probeCheck>

const finding = z.object({
  check: probeCheck,
  status: z.enum(['ok', 'warning', 'failed', 'skipped']),
  message: z.string().describe('What was found, and what to do about it'),
  took: z.int().optional().describe('Milliseconds'),
})
export type Finding = z.infer<typeof finding>

const probe = z.object({
  baseUrl: z.string(),
  preset: presetId.describe('What kind of server it seems to be'),
  ok: z.boolean().describe('It can be used: nothing failed'),
  findings: z.array(finding),
  models: z.array(providerModel),
  model: z.string().optional().describe('The model that was tried'),
  suggestion: z
    .object({ baseUrl: z.string().optional(), model: z.string().optional() })
    .optional()
    .describe('What to use in place of what was asked for'),
})
export type Probe = z.infer<typeof probe>

export const probeResult = z.object({
  servers: z.array(probe).describe('One for each server that was found, or the one that was asked for'),
})
export type ProbeResult = z.infer<typeof probeResult>
