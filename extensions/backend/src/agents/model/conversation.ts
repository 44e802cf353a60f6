import type { Step, ToolCall } from '../../shared/contract/tasks.ts'
import type { StoredApproval } from '../../storage/tasks/approvals.ts'
import type { FullStep } from '../../storage/tasks/step-contents.ts'

/** What the model is told that a call came to. */
type Outcome = { text: string; isError: boolean }

export type Call = ToolCall & {
  /** Names it within its task: the same after a restart. */
  key: string
  outcome?: Outcome
  /** How often its work began and was cut off. */
  cutOff: number
  /** What was asked about it, the earliest first. */
  approvals: StoredApproval[]
}

/** One thing that the model said, with the calls in it. */
export type Turn = { step: Step; text: string; calls: Call[] }

/** Calls of one answer that are carried out. */
const MAX_CALLS = 32
const tooMany: Outcome = {
  text: `This call was not made: at most ${MAX_CALLS} are, at once. Make those next that you still need.`,
  isError: true,
}

/** What was said and done up to now, from what stands in the database. */
export const turnsOf = (steps: readonly FullStep[], approvals: readonly StoredApproval[]): Turn[] =>
  steps
    .filter(({ step }) => step.kind === 'model' && step.status === 'done')
    .map(({ step, content: { text = '', calls = [] } }) => ({
      step,
      text,
      calls: calls.map((call, at) => {
        const made = callOf(`${step.id}:${at}`, call, steps, approvals)
        return at < MAX_CALLS ? made : { ...made, outcome: tooMany }
      }),
    }))

const callOf = (
  key: string,
  call: ToolCall,
  steps: readonly FullStep[],
  approvals: readonly StoredApproval[],
): Call => {
  const done = steps.filter(({ step }) => step.kind === 'tool' && step.detail.call === key)
  const ended = done.find(({ step, content }) => ['done', 'failed'].includes(step.status) && content.text !== undefined)
  const asked = approvals.filter((approval) => approval.call === key)
  const outcome = ended
    ? { text: ended.content.text ?? '', isError: ended.content.isError === true }
    : asked.map(decided).find((each) => each !== undefined)
  return {
    ...call,
    key,
    ...(outcome && { outcome }),
    cutOff: done.filter(({ step }) => ['interrupted', 'cancelled'].includes(step.status)).length,
    approvals: asked,
  }
}

/** What a decision alone makes of a call; undefined where the call is still to be carried out. */
const decided = ({ kind, status, feedback }: StoredApproval): Outcome | undefined => {
  if (kind === 'question' && status === 'approved') return { text: feedback ?? '', isError: false }
  if (status !== 'denied') return undefined
  const words = feedback ? ` The user says: ${feedback}` : ''
  return { text: `${denials[kind]}${words}`, isError: true }
}

const denials: Readonly<Record<StoredApproval['kind'], string>> = {
  call: 'The user did not allow this call. Do not try the same in another way.',
  question: 'The user does not answer this. Go on without.',
  loop: 'You made this same call several times in a row, and it was stopped. Do something else, or answer with what you have.',
  rerun: 'This call was cut off before its outcome was known, and the user does not want it made again.',
}

/** How often in a row the same call was made by now, this one included; asking about it starts the count anew. */
export const timesInARow = (turns: readonly Turn[], call: Call): number => {
  let times = 0
  let before: string | undefined
  for (const each of turns.flatMap(({ calls }) => calls)) {
    const same = sameAs(each)
    times = same === before ? times + 1 : 1
    before = same
    if (each.key === call.key) break
    if (each.approvals.some(({ kind, status }) => kind === 'loop' && status !== 'withdrawn')) before = undefined
  }
  return times
}

/** Equal for two calls of the same tool with the same arguments, however these are written. */
const sameAs = ({ name, arguments: written }: Call): string => {
  try {
    return `${name} ${JSON.stringify(sorted(JSON.parse(written)))}`
  } catch {
    return `${name} ${written}` // no JSON: the model is told so
  }
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, each]) => [name, sorted(each)] as const)
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
