import * as words from '../../base/words/index.ts'
import type { ExternalAgent } from '../../shared/contract/agents.ts'
import type { Asking } from '../../shared/contract/external.ts'
import type { AllTools } from '../run-tools.ts'
import type { Session } from './session.ts'

type Parts = {
  noteAsking(agentId: string, asking: Asking): void
  /** Asks the user. @throws where that is not allowed */
  consent(title: string): Promise<void>
}

/** Says before an agent begins that it may act unasked, and lets its user decide where that is certain. */
export const warn = async (
  { agent, tools }: { agent: ExternalAgent; tools: AllTools },
  { asking }: Pick<Session, 'asking'>,
  { noteAsking, consent }: Parts,
): Promise<void> => {
  if (asking === undefined) return
  noteAsking(agent.id, asking)
  const { name } = agent
  if (asking === 'never') await consent(words.externalAgents.workWithoutAsking)
  if (asking === 'unclear') await notice(tools, words.externalAgents.unclear(name))
}

/** Tells something as a step of its own. */
const notice = (tools: AllTools, title: string): Promise<void> =>
  tools.step('wait', title, async () => ({ value: undefined, title, detail: { isNotice: true } }))
