import type { Step, StepContent } from '../../shared/contract/tasks.ts'
import type { Database } from '../database/database.ts'
import { type StepRow, toStep } from './task-rows.ts'

export type FullStep = { step: Step; content: StepContent }

/**
 * All that steps hold, apart from what lists show of them. A step is written by the one process that started it, and its
 * content adds to what was done: so it is stored also once the task was stopped.
 */
export const stepContentStore = (db: Database) => {
  const put = db.prepare(`
    INSERT INTO step_content (step_id, content) SELECT id, ? FROM step WHERE id = ?
    ON CONFLICT (step_id) DO UPDATE SET content = excluded.content`)
  const one = db.prepare('SELECT content FROM step_content WHERE step_id = ?')
  const ofTask = db.prepare(`
    SELECT step.*, content FROM step LEFT JOIN step_content ON step_id = step.id
    WHERE task_id = ? AND number >= (SELECT first_step FROM task WHERE id = step.task_id) ORDER BY number`)

  const parsed = (content: string | null | undefined) => JSON.parse(content ?? '{}') as StepContent

  return {
    put: (stepId: string, content: StepContent): void => void put.run(JSON.stringify(content), stepId),
    get: (stepId: string): StepContent => parsed((one.get(stepId) as { content: string } | undefined)?.content),
    /** The steps of a task that still count, in order. */
    ofTask: (taskId: string): FullStep[] =>
      (ofTask.all(taskId) as (StepRow & { content: string | null })[]).map((row) => ({
        step: toStep(row),
        content: parsed(row.content),
      })),
  }
}
export type StepContentStore = ReturnType<typeof stepContentStore>
