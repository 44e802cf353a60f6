import * as z from 'zod'
import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Agent } from '../../shared/contract/agents.ts'
import type { Tool } from '../tools/tool.ts'
import type { Turn } from './conversation.ts'

/** The tool with which an agent gives the rows of a table. */
export const rowsName = 'give_rows'

/** Rows that a table has at most. */
const MAX_ROWS = 10_000

/** A row, and the passages that it was read from. */
export type GivenRow = { row: Record<string, unknown>; sources: number[] }

const input = z.object({
  rows: z
    .array(z.object({ row: z.record(z.string(), z.unknown()), sources: z.array(z.int().min(1)).max(20).default([]) }))
    .min(1)
    .max(200),
})
type Input = z.infer<typeof input>

/** Takes rows that fit the agent's schema; what does not is told the model. */
export const rowsTool = (schema: NonNullable<Agent['outputSchema']>): Tool<Input> => {
  const row = readSchema(schema)
  return {
    name: rowsName,
    title: words.modelRuns.giveRowsTitle,
    description:
      'Gives rows of the table that is asked for, each with the numbers of the passages that it was read from. Leave out what the documents do not say.',
    risk: 'read',
    repeatable: true,
    input,
    schema: {
      type: 'object',
      properties: {
        rows: {
          type: 'array',
          items: {
            type: 'object',
            properties: { row: schema, sources: { type: 'array', items: { type: 'integer' } } },
            required: ['row', 'sources'],
          },
        },
      },
      required: ['rows'],
    },
    says: ({ rows }) => words.modelRuns.giveRows(rows.length),
    async run({ rows }) {
      for (const [at, each] of rows.entries()) {
        const checked = row.safeParse(each.row)
        if (checked.success) continue
        const problem = `Row ${at + 1} does not fit, so none of these was taken:\n${z.prettifyError(checked.error)}`
        throw new AppError('rows.invalid', problem)
      }
      const title = words.modelRuns.rowsTaken(rows.length)
      return { text: `${title}.`, title, detail: { rows: rows.length } }
    },
  }
}

const readSchema = (schema: NonNullable<Agent['outputSchema']>) => {
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
  } catch (cause) {
    const why = (cause as Error).message
    throw new AppError('agent.schema', words.modelRuns.badSchema(why), { cause })
  }
}

/** All rows that were given and taken, in order. */
export const rowsOf = (turns: readonly Turn[]): GivenRow[] =>
  turns
    .flatMap(({ calls }) => calls)
    .filter(({ name, outcome }) => name === rowsName && outcome && !outcome.isError)
    .flatMap((call) => input.parse(JSON.parse(call.arguments)).rows)
    .slice(0, MAX_ROWS)
