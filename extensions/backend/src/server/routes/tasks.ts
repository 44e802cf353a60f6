import { Hono } from 'hono'
import * as z from 'zod'
import { approvalDecision } from '../../shared/contract/approvals.ts'
import { stepWithContent, task, taskChange, taskQuery, taskWithSteps } from '../../shared/contract/tasks.ts'
import { notModified } from '../caching.ts'
import { attachment, toWeb } from '../download.ts'
import { jsonArray } from '../json-array.ts'
import type { Services } from '../services.ts'
import { eventStream, lastEventId } from '../sse.ts'
import { taskEvents } from '../task-events.ts'
import { describe, valid } from '../validate.ts'

export const taskRoutes = (services: Services) => {
  const { tasks, approvals, events, live, ending } = services
  return new Hono()
    .get(
      '/tasks',
      describe(
        'Tasks, the newest first',
        { status: 200, schema: z.array(task), what: 'Tasks, with an ETag' },
        { status: 304, what: 'No task has changed since that ETag, in If-None-Match' },
      ),
      valid('query', taskQuery),
      notModified((c) => tasks.mark(c.req.query('workspaceId'))),
      (c) => jsonArray(c, tasks.slices(c.req.valid('query'))),
    )
    .get(
      '/tasks/:id',
      describe('A task with its steps', { status: 200, schema: taskWithSteps, what: 'The task' }),
      (c) => c.json(tasks.get(c.req.param('id'))),
    )
    .patch(
      '/tasks/:id',
      describe('Change which tasks come first', { status: 200, schema: task, what: 'The task' }),
      valid('json', taskChange),
      (c) => c.json(tasks.change(c.req.param('id'), c.req.valid('json'))),
    )
    .post(
      '/tasks/:id/cancel',
      describe('Stop a task', { status: 200, schema: task, what: 'The cancelled task' }),
      (c) => c.json(tasks.cancel(c.req.param('id'))),
    )
    .post(
      '/tasks/:id/retry',
      describe('Run an ended task once more', { status: 202, schema: task, what: 'The task, queued again' }),
      (c) => c.json(tasks.retry(c.req.param('id')), 202),
    )
    .post(
      '/tasks/:id/approvals/:approvalId',
      describe('Allow or deny what a task asks, or answer it', {
        status: 200,
        schema: taskWithSteps,
        what: 'The task, which goes on',
      }),
      valid('json', approvalDecision),
      (c) => c.json(approvals.decide(c.req.param('id'), c.req.param('approvalId'), c.req.valid('json'))),
    )
    .get(
      '/tasks/:id/steps/:stepId',
      describe('All of a step: what the model said and called, what a tool gave back', {
        status: 200,
        schema: stepWithContent,
        what: 'The step',
      }),
      (c) => c.json(tasks.step(c.req.param('id'), c.req.param('stepId'))),
    )
    .get(
      '/tasks/:id/artifacts/:artifactId',
      describe('A file that a task made', { status: 200, media: '*/*', what: 'The bytes' }),
      async (c) => {
        const { name, mediaType, size, read } = await tasks.artifact(c.req.param('id'), c.req.param('artifactId'))
        const headers = { ...attachment(name, mediaType), 'Content-Length': String(size) }
        return c.body(toWeb(read()), 200, headers)
      },
    )
    .get(
      '/tasks/:id/events',
      describe('Steps as they come: events `step`, `task`, and `text` while a model speaks; ends with the task', {
        status: 200,
        media: 'text/event-stream',
        what: 'SSE',
      }),
      (c) => {
        const { id } = tasks.find(c.req.param('id'))
        const last = lastEventId(c) ?? -1
        return eventStream(c, ending, (stream, signal) =>
          taskEvents({ tasks, events, live }, { id, last }, stream, signal),
        )
      },
    )
}
