import * as words from '../../../base/words/index.ts'
import type { Connected } from '../../../models/connect.ts'
import { isLoopback } from '../../../models/presets.ts'
import type { Finding, Probe, ProbeCheck } from '../../../shared/contract/probe.ts'
import type { ProviderModel } from '../../../shared/contract/providers.ts'
import { findAddress } from './address.ts'
import type { Target } from './ask.ts'
import { listModels } from './listing.ts'
import { countWords, freeChoice, isFree, similarModel, windowWords } from './model-ids.ts'
import { askNatively } from './native.ts'
import { type Notes, notes, type Told } from './notes.ts'
import { type Outcome, tryAnswer, tryEmbeddings, tryStream, tryTools } from './trials.ts'

export type Wanted = { model?: string | undefined; embeddingModel?: string | undefined }

/** Milliseconds for a list of models. */
const listTime = 15_000
/** Milliseconds for a trial: a large model may have to be loaded first. */
const trialTime = 120_000

/** Faults where the API may be at another address nearby. */
const misplaced = /^provider\.(?:path|web-page|garbled|not-tls|not-http|cut|refused)$/
/** Faults of a server that was reached. */
const reached = /^provider\.(?:key|quota|busy|failed)$/

/** Looks at one server: reaches it, lists its models, tries one of them. Rejects only when the signal is aborted. */
export const examine = async (
  asked: Target,
  wanted: Wanted,
  connect: (target: Target) => Connected,
  signal: AbortSignal,
  told?: Told,
): Promise<Probe> => {
  const noted = notes(signal, told)
  const { target, models, suggestion, goesOn } = await reach(asked, wanted, noted, signal)
  const tried = goesOn ? await tryOut(target, models, wanted, connect, noted, signal) : { models, suggestion }
  return {
    baseUrl: target.baseUrl,
    preset: target.preset,
    ok: noted.findings.every(({ status }) => status !== 'failed'),
    findings: noted.findings,
    ...tried,
  }
}

type Reached = { target: Target; models: ProviderModel[]; suggestion?: Probe['suggestion']; goesOn: boolean }

const reach = async (target: Target, wanted: Wanted, noted: Notes, signal: AbortSignal): Promise<Reached> => {
  const listed = await noted.attempt(target, listTime, (limited) => listModels(target, limited))
  if (listed.error) {
    const { code, message } = listed.error
    const baseUrl = misplaced.test(code) ? await findAddress(target, signal) : undefined
    if (baseUrl !== undefined) {
      noted.add('connection', 'failed', words.checkup.elsewhere(target.baseUrl, baseUrl))
      return { target, models: [], suggestion: { baseUrl }, goesOn: false }
    }
    if (code === 'provider.path' && wanted.model) {
      noted.add('models', 'warning', words.checkup.unlisted(target.name, wanted.model))
      return { target, models: [], goesOn: true }
    }
    noted.add(reached.test(code) ? 'models' : 'connection', 'failed', message, listed.took)
    return { target, models: [], goesOn: false }
  }
  const { preset, models } = await askNatively(target, listed.value, signal)
  const known = { ...target, preset }
  noted.add('connection', 'ok', words.checkup.answers(new URL(target.baseUrl).host), listed.took)
  warnOfPlainText(target, noted)
  noted.add('models', models.length > 0 ? 'ok' : 'failed', countWords(known, models.length))
  return { target: known, models, goesOn: models.length > 0 || wanted.model !== undefined }
}

const warnOfPlainText = ({ baseUrl }: Target, noted: Notes) => {
  const { protocol, hostname, host } = new URL(baseUrl)
  if (protocol === 'https:' || isLoopback(hostname)) return
  noted.add('connection', 'warning', words.checkup.unencrypted(host))
}

const tryOut = async (
  target: Target,
  models: ProviderModel[],
  wanted: Wanted,
  connect: (target: Target) => Connected,
  noted: Notes,
  signal: AbortSignal,
): Promise<Pick<Probe, 'models' | 'model' | 'suggestion'>> => {
  const model = wanted.model ?? freeChoice(target, models)
  if (model === undefined) {
    noted.add('answer', 'skipped', words.checkup.notTried)
    return { models }
  }
  const connected = connect(target)
  const language = connected.languageModel(model)
  const run = async (
    check: ProbeCheck,
    failure: Finding['status'],
    work: (limited: AbortSignal) => Promise<Outcome>,
  ) => {
    const { value, error, took } = await noted.attempt({ ...target, model }, trialTime, work)
    if (error) noted.add(check, failure, error.message, took)
    else noted.add(check, value.status, value.message, took)
    return { code: error?.code, tools: error?.code === 'model.no-tools' ? false : value?.tools }
  }

  const { code } = await run('answer', 'failed', (limited) => tryAnswer(language, limited))
  if (code !== undefined) {
    const similar = code === 'model.unknown' ? similarModel(model, models) : undefined
    return { models, model, ...(similar && { suggestion: { model: similar } }) }
  }
  await run('stream', 'failed', (limited) => tryStream(language, limited))
  const { tools } = await run('tools', 'warning', (limited) => tryTools(language, limited))

  const listedEmbedder = isFree(target) ? models.find(({ embeddings }) => embeddings)?.id : undefined
  const embedder = wanted.embeddingModel ?? listedEmbedder
  if (embedder) await run('embeddings', 'warning', (limited) => tryEmbeddings(connected, embedder, limited))
  else noted.add('embeddings', 'skipped', words.checkup.embeddingsNotTried)

  // Some servers know a model's window only once it is loaded, as it is now.
  const { models: loaded } = await askNatively(target, models, signal)
  const { status, message } = windowWords(
    target,
    loaded.find(({ id }) => id === model),
  )
  noted.add('context', status, message)
  return { models: loaded.map((each) => (each.id === model && tools !== undefined ? { ...each, tools } : each)), model }
}
