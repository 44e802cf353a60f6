import { AppError } from '../base/errors.ts'
import type { Agent } from '../shared/contract/agents.ts'
import type { Result, Task } from '../shared/contract/tasks.ts'
import type { Tools } from './common-tools.ts'
import type { AllTools } from './run-tools.ts'

/** What a run gives in place of a result when the task was put aside until somebody decides something. */
export const parked = Symbol('parked')

/** Thrown by a run that cannot go on, with what it had: `status` is how its task ends. */
export class Unfinished extends AppError {
  readonly end: { status: 'failed' | 'interrupted'; result?: Result | undefined }
  constructor(code: string, message: string, end: Unfinished['end'], cause?: unknown) {
    super(code, message, { cause })
    this.end = end
  }
}

/** Turns a task into its result, step by step. */
export type Run = (task: Task, tools: AllTools) => Promise<Result | typeof parked>

/** What agents of one kind do with a task. */
export type RunAs<Kind extends Agent> = (task: Task, agent: Kind, tools: AllTools) => ReturnType<Run>

/** A run that needs no model, and can be made without a task. */
export type Extractive = (
  task: Pick<Task, 'prompt' | 'exhaustive'>,
  agent: Pick<Agent, 'limits'>,
  tools: Tools,
) => Promise<Result>
