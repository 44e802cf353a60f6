import { Hono } from 'hono'
import { embeddingsChange, embeddingsState } from '../../shared/contract/embeddings.ts'
import type { Services } from '../services.ts'
import { describe, valid } from '../validate.ts'

const answer = { status: 200, schema: embeddingsState, what: 'Its state' } as const

export const embeddingRoutes = ({ embeddings }: Services) =>
  new Hono()
    .get('/embeddings', describe('How far passages have vectors, to be found by meaning', answer), async (c) =>
      c.json(await embeddings.state()),
    )
    .put(
      '/embeddings',
      describe('Choose the model that makes vectors, rest, or try again', answer),
      valid('json', embeddingsChange),
      async (c) => c.json(await embeddings.change(c.req.valid('json'))),
    )
