import * as words from '../../../base/words/index.ts'
import { ConnectionError } from '../../../models/connection.ts'
import { modelError } from '../../../models/errors.ts'
import { presetAt } from '../../../models/presets.ts'
import type { Probe } from '../../../shared/contract/probe.ts'
import { loopback } from './address.ts'
import { type Target, wantsKey } from './ask.ts'
import { listModels } from './listing.ts'
import { countWords } from './model-ids.ts'
import { askNatively } from './native.ts'

/** Milliseconds: whatever listens on this machine answers at once. */
const patience = 2_000

/** Where model servers listen by default: Ollama, LM Studio, llama.cpp, vLLM; Jan, text-generation-webui, KoboldCpp, GPT4All. */
export const usualPorts: readonly number[] = [11434, 1234, 8080, 8000, 1337, 5000, 5001, 4891]

/** Looks for a model server on a port of this machine; what else may listen there is left alone and not spoken of. */
export const lookAt = async (
  port: number,
  targetAt: (baseUrl: string) => Target,
  signal: AbortSignal,
): Promise<Probe | undefined> => {
  for (const host of loopback) {
    const target = targetAt(`http://${host}:${port}/v1`)
    const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)])
    try {
      return await found(target, limited)
    } catch (error) {
      signal.throwIfAborted()
      if (wantsKey(error)) return needsKey(target, modelError(error, target).message)
      if (!(error instanceof ConnectionError && error.fault === 'refused')) return undefined
    }
  }
  return undefined
}

const found = async (target: Target, signal: AbortSignal): Promise<Probe> => {
  const listed = await listModels(target, signal)
  const { preset, models } = await askNatively(target, listed, signal)
  return {
    baseUrl: target.baseUrl,
    preset,
    ok: models.length > 0,
    findings: [
      { check: 'connection', status: 'ok', message: words.checkup.answers(new URL(target.baseUrl).host) },
      {
        check: 'models',
        status: models.length > 0 ? 'ok' : 'failed',
        message: countWords({ ...target, preset }, models.length),
      },
    ],
    models,
  }
}

const needsKey = ({ baseUrl }: Target, message: string): Probe => ({
  baseUrl,
  preset: presetAt(baseUrl),
  ok: false,
  findings: [{ check: 'models', status: 'failed', message }],
  models: [],
})
