import * as words from '../base/words/index.ts'
import type { ConnectedModel } from '../models/connected-model.ts'
import type { Agent } from '../shared/contract/agents.ts'
import type { Artifact, Step, StepContent, Task } from '../shared/contract/tasks.ts'
import type { Asked, StoredApproval } from '../storage/tasks/approvals.ts'
import type { FullStep } from '../storage/tasks/step-contents.ts'
import type { Source } from '../text/answers/verify-quotes.ts'
import type { RunningStep, Tools } from './common-tools.ts'
import type { Question, Risk, Tool, ToolContext } from './tools/tool.ts'

/** What a model has said by now. */
export type Said = { text: string; reasoning: string; calls: { name: string; arguments: string }[] }

/** A step on its way that can hold more than lists show. */
export type FullRunningStep = RunningStep & {
  id: string
  /** Stores all that it holds; also once the task was stopped. */
  keep(content: StepContent): void
}

/** What a step came to. One that failed or was put off, and says so, leaves the task running. */
export type StepOutcome<T> = {
  value: T
  title: string
  detail: Step['detail']
  status?: 'done' | 'failed' | 'interrupted'
}

/** The tools of all agents, whose steps begin with `detail`, and those of agents with a model. */
export type AllTools = Omit<Tools, 'step'> & {
  step<T>(
    kind: Step['kind'],
    title: string,
    work: (step: FullRunningStep) => Promise<StepOutcome<T>>,
    detail?: Step['detail'],
  ): Promise<T>
  /** Notes that a file of this computer is about to be changed, so that it can be taken back. */
  noteFile(change: { path: string; before: Uint8Array | undefined; after: Uint8Array }): Promise<void>
  /** Files of this computer that the task has changed, by path. */
  changedFiles(): string[]
  model: ModelTools
}

/** What an agent with a model uses besides. All that it goes by stands in the database. */
export type ModelTools = {
  /** The agent's model. @throws AppError where none is connected */
  connect(): Promise<ConnectedModel>
  /** The steps that count, with all that they hold. */
  steps(): FullStep[]
  /** What was asked of the user, and what was decided. */
  approvals(): StoredApproval[]
  /** Asks the user, as a step that waits. */
  ask(asked: Asked): void
  /**
   * The same, and gives back what the user decided; the task waits as long, and what runs for it goes on. Nobody waits any
   * more once `over` is aborted.
   */
  answer(asked: Asked, over: AbortSignal): Promise<StoredApproval>
  /** Whether the user allowed this tool for always, and as what it is now, where others make it. */
  isGranted(tool: string, identity?: string): boolean
  /** What is to be done about calls of that risk, by the strictest of the agent and those that launched its task. */
  rule(risk: Risk): Agent['approvals'][Risk]
  /** Puts the task aside while `isStill` holds; false when it no longer does. */
  park(isStill: () => boolean): boolean
  /** A tool by its name, if it is there just now. */
  tool(name: string): Promise<Tool | Question | undefined>
  /** What a tool may use while it carries out a call; `progress` hears how far it is. */
  context(call: string, signal: AbortSignal, progress: ToolContext['progress']): ToolContext
  /** Whether a task that this one launched waits for its user. */
  isWaiting(taskId: string): boolean
  /** Passages that the model was shown, the first under number 1. */
  sources(): Promise<Source[]>
  artifacts(): Artifact[]
  /** The tasks that this one follows up, the earliest first. */
  earlier(): Task[]
  /** The number under which a passage is cited. */
  cite: ToolContext['cite']
  /** Tells that the model has said more, and how to read what it has said; undefined once it is over. */
  show(stepId: string, read: (() => Said) | undefined): void
  /** Writes down what nobody foresaw. */
  log(error: unknown): void
  /** Stores what the task has used up to now, and that it made progress. */
  noteProgress(): void
}

/** Thrown by a tool's context when the task that the call launched waits for its user. */
export class ChildWaits extends Error {
  readonly taskId: string
  constructor(taskId: string) {
    super(words.tools.runAgent.waits)
    this.taskId = taskId
  }
}
