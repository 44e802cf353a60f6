import type { ModelChange, ProviderModel } from '../../../api/providers.ts'
import { text } from '../../../strings/index.ts'

/** A row of model facts, as it was typed. */
export type FactsInput = { context: string; input: string; output: string }

const MIN_CONTEXT = 256

/** Numbers as people write them: `8,192`, `0.15`, `32 000`. NaN for what is none. */
const numberOf = (typed: string): number =>
  /^[\d\s,.]+$/.test(typed) ? Number(typed.replace(/[\s,]/g, '')) : Number.NaN

/** What a row says otherwise than what is known; undefined when nothing, a sentence when it cannot be. */
export const changeOf = (
  entered: FactsInput,
  { id, contextLength, price }: ProviderModel,
): ModelChange | string | undefined => {
  const { columns } = text.models
  for (const column of ['context', 'input', 'output'] as const) {
    if (entered[column] !== '' && Number.isNaN(numberOf(entered[column])))
      return text.models.notANumber(columns[column])
  }
  if ((entered.input === '') !== (entered.output === '')) return text.models.bothPrices
  const context = entered.context === '' ? null : numberOf(entered.context)
  if (context !== null && (!Number.isInteger(context) || context < MIN_CONTEXT)) return text.models.tooShort
  const next = entered.input === '' ? null : { input: numberOf(entered.input), output: numberOf(entered.output) }
  const change: ModelChange = {
    id,
    ...(context !== (contextLength ?? null) && { contextLength: context }),
    ...((next?.input !== price?.input || next?.output !== price?.output) && { price: next }),
  }
  return Object.keys(change).length > 1 ? change : undefined
}
