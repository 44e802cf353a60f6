import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import type { Tool } from '../../extensions/backend/src/agents/tools/tool.ts'

const input = z.object({ note: z.string().default('') })
type Input = z.infer<typeof input>

type Options = Partial<Pick<Tool, 'risk' | 'repeatable'>> & {
  /** Runs with each call, after it was noted. */
  work?: (signal: AbortSignal) => Promise<void>
}

/** A tool that writes a line into a file with each call that it carries out, so that also another process can count them. */
export const noting = (name: string, file: string, { risk = 'read', repeatable = true, work }: Options = {}) => {
  const tool: Tool<Input> = {
    name,
    title: name,
    description: 'Notes something.',
    risk,
    repeatable,
    input,
    says: ({ note }) => `Note “${note}”`,
    async run({ note }, { signal }) {
      appendFileSync(file, `${name} ${note}\n`)
      await work?.(signal)
      return { text: `noted ${note}`, title: `Noted “${note}”` }
    },
  }
  return tool as Tool
}

/** The lines that tools wrote. */
export const notesIn = (file: string): string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []

/** Ends only when it is stopped, and not at once even then. */
export const forever = (): Promise<void> => new Promise(() => undefined)
