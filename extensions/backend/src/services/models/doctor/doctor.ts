import { modelFetch } from '../../../models/fetch.ts'
import { presetAt, presetOf } from '../../../models/presets.ts'
import type { Probe, ProbeRequest, ProbeResult } from '../../../shared/contract/probe.ts'
import type { PresetId } from '../../../shared/contract/providers.ts'
import type { ProviderService } from '../providers.ts'
import type { Target } from './ask.ts'
import { examine, type Wanted } from './examine.ts'
import { lookAt, usualPorts } from './local.ts'
import type { Told } from './notes.ts'

type Parts = {
  providers: ProviderService
  /** Where to look for servers on this machine. */
  ports?: readonly number[]
}

/** Bytes: what the doctor asks for is small. */
const MAX_ANSWER_BYTES = 16 * 1024 ** 2
/** Milliseconds; each question has a limit of its own, which is shorter. */
const patience = 150_000

type Place = { baseUrl: string; preset: PresetId; name?: string; key?: string | undefined }

const targetOf = ({ baseUrl, preset, name, key }: Place): Target => ({
  name: name ?? (preset === 'custom' ? new URL(baseUrl).host : presetOf(preset).name),
  preset,
  protocol: presetOf(preset).protocol,
  baseUrl: baseUrl.replace(/\/+$/, ''),
  key,
  fetch: modelFetch({ patience, largest: MAX_ANSWER_BYTES, key }),
})

/** Finds model servers, and says what is wrong with one and what to do about it. */
export const doctorService = ({ providers, ports = usualPorts }: Parts) => {
  const look = async (place: Place, wanted: Wanted, signal: AbortSignal, told?: Told): Promise<Probe> => {
    const { connect } = await import('../../../models/connect.ts')
    return examine(targetOf(place), wanted, connect, signal, told)
  }

  const lookAround = async (signal: AbortSignal): Promise<Probe[]> => {
    const targetAt = (baseUrl: string) => {
      const preset = presetAt(baseUrl)
      return { ...targetOf({ baseUrl, preset }), preset: 'custom' as const }
    }
    const found = await Promise.all(ports.map((port) => lookAt(port, targetAt, signal)))
    return found.filter((each) => each !== undefined)
  }

  return {
    /**
     * Without an address, every model server on this machine's usual ports. What is found of a provider's models is stored;
     * `told` hears of each finding about a single server as it is made.
     * @throws AppError `provider.unknown` (404), `keys.unavailable` (409), or the signal's reason
     */
    async probe(
      { providerId, baseUrl, preset, key, model }: ProbeRequest,
      signal: AbortSignal,
      told?: Told,
    ): Promise<ProbeResult> {
      if (providerId) {
        const provider = providers.get(providerId)
        const { defaultModel, embeddingModel } = provider
        const place = { ...provider, key: await providers.key(provider) }
        const report = await look(place, { model: model ?? defaultModel, embeddingModel }, signal, told)
        if (report.models.length > 0) providers.setFound(providerId, report.models)
        return { servers: [report] }
      }
      if (!baseUrl) return { servers: await lookAround(signal) }
      return { servers: [await look({ baseUrl, preset: preset ?? presetAt(baseUrl), key }, { model }, signal, told)] }
    },
  }
}
