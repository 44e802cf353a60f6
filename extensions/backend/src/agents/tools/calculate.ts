import * as z from 'zod'
import * as words from '../../base/words/index.ts'
import { factsOf } from './facts.ts'
import type { Tool } from './tool.ts'

const input = z.object({
  expression: z
    .string()
    .trim()
    .min(1)
    .max(1000)
    .describe('Numbers with + - * / ^ % ( ), and functions: sqrt, abs, round(x, digits), min, max, sum, mean, log, …'),
})

export const calculate: Tool<z.infer<typeof input>> = {
  ...factsOf('calculate'),
  repeatable: true,
  input,
  says: ({ expression }) => words.tools.calculate.says(expression),

  async run({ expression }) {
    const { evaluate } = await import('./calculate/evaluate.ts')
    const value = evaluate(expression)
    return { text: `${expression} = ${value}`, title: `${expression} = ${value}`, detail: { expression, value } }
  },
}
