import * as z from 'zod'
import { factsOf } from './facts.ts'
import type { Question } from './tool.ts'

const input = z.object({
  question: z.string().trim().min(1).max(2000).describe('One question, with what the user needs to know to answer it'),
  choices: z.array(z.string().trim().min(1).max(200)).min(2).max(10).optional().describe('Answers to choose from'),
})

export const askUser: Question = {
  ...factsOf('ask_user'),
  asks: true,
  repeatable: true,
  input,
  says: ({ question }) => question,
}
