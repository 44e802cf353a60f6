import * as z from 'zod'
import { risk } from './agents.ts'

export const tool = z.object({
  name: z.string().describe('As agents name it'),
  title: z.string(),
  description: z.string().describe('What a model is told of it'),
  risk,
})
export type Tool = z.infer<typeof tool>
