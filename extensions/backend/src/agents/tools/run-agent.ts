import * as z from 'zod'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { asData, othersWords } from './data.ts'
import { factsOf } from './facts.ts'
import type { Tool, ToolContext } from './tool.ts'

const input = z.object({
  agent: z.string().trim().min(1).max(200).describe('Its name or id'),
  prompt: z.string().trim().min(1).max(20_000).describe('What it is to do'),
})

export const runAgent: Tool<z.infer<typeof input>> = {
  ...factsOf('run_agent'),
  repeatable: true, // the task that it launched is taken up again, not launched twice
  input,
  says: ({ agent, prompt }) => words.tools.runAgent.says(agent, prompt),

  async run({ agent: wanted, prompt }, context) {
    const agent = find(wanted, context)
    context.progress(words.tools.runAgent.running(agent.name))
    const markdown = await context.runAgent(agent.id, prompt)
    return {
      text: `${othersWords}\n\n${asData('answer', { agent: agent.name }, markdown)}`,
      title: words.tools.runAgent.done(agent.name),
      detail: { agent: agent.name, agentId: agent.id },
    }
  },
}

const find = (wanted: string, { agents }: ToolContext) => {
  const all = agents()
  const named = all.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase())
  const [agent] = named
  if (agent && named.length === 1) return agent
  const listed = (agent ? named : all).map(({ id, name, description }) => `${name} (${id}): ${description}`)
  if (agent) fail('agent.ambiguous', words.tools.runAgent.ambiguous(wanted, listed))
  return fail('agent.unknown', words.tools.runAgent.unknown(wanted, listed))
}
