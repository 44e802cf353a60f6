import { Hono } from 'hono'
import * as z from 'zod'
import { approvalQuery, grant, listedApproval } from '../../shared/contract/approvals.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

export const approvalRoutes = ({ approvals }: Services) =>
  new Hono()
    .get(
      '/approvals',
      describe('What tasks ask, the newest first; at most 500', {
        status: 200,
        schema: z.array(listedApproval),
        what: 'Approvals',
      }),
      valid('query', approvalQuery),
      (c) => c.json(approvals.list(c.req.valid('query'))),
    )
    .get(
      '/grants',
      describe('What agents may do without asking', { status: 200, schema: z.array(grant), what: 'Permissions' }),
      (c) => c.json(approvals.grants()),
    )
    .delete('/grants/:id', describe('Take a permission back', { status: 204, what: 'It is gone' }), (c) => {
      approvals.revoke(c.req.param('id'))
      return c.body(null, 204)
    })
