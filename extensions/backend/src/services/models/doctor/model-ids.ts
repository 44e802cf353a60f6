import * as words from '../../../base/words/index.ts'
import { isLoopback, presetOf } from '../../../models/presets.ts'
import type { ProviderModel } from '../../../shared/contract/providers.ts'
import type { Target } from './ask.ts'

/** Tokens below which a few pages and an answer do not fit. */
const smallWindow = 8192

/** Trying a model costs nothing on the own machine. */
export const isFree = ({ preset, baseUrl }: Target) => presetOf(preset).local || isLoopback(new URL(baseUrl).hostname)

/** A model to try unasked: one that is loaded already (its window is known), else the first that answers. */
export const freeChoice = (target: Target, models: readonly ProviderModel[]): string | undefined => {
  if (!isFree(target)) return undefined
  const answering = models.filter(({ embeddings }) => !embeddings)
  return (answering.find(({ contextLength }) => contextLength !== undefined) ?? answering[0])?.id
}

/** The listed model that was probably meant: another tag or version of the same name. */
export const similarModel = (wanted: string, models: readonly ProviderModel[]): string | undefined => {
  const name = stem(wanted)
  const others = models.map(({ id }) => ({ id, name: stem(id) }))
  const found =
    others.find((each) => each.name === name) ??
    others.find((each) => each.name.startsWith(name) || name.startsWith(each.name))
  return found?.id
}

const stem = (id: string) =>
  id
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/[:@].*$/, '')

/** How many models there are, and where to get some when there are none. */
export const countWords = ({ name, preset }: Target, count: number): string => {
  return count > 0 ? words.checkup.listed(count) : words.checkup.noModels(name, preset)
}

/** Is the window of tokens wide enough, and what to do when not. */
export const windowWords = (
  { name, preset }: Target,
  model: ProviderModel | undefined,
): { status: 'ok' | 'warning' | 'skipped'; message: string } => {
  const window = model?.contextLength
  if (model === undefined || window === undefined) {
    return { status: 'skipped', message: words.checkup.unknownContext(name) }
  }
  if (window >= smallWindow) return { status: 'ok', message: words.checkup.context(model.id, window) }
  return { status: 'warning', message: words.checkup.smallContext(model.id, window, presetOf(preset).widen) }
}
