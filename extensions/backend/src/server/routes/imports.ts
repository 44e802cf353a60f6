import { Hono } from 'hono'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { largestArchive } from '../../services/exchange/imports.ts'
import { importResult } from '../../shared/contract/imports.ts'
import type { Services } from '../services.ts'
import { receiveFiles } from '../upload.ts'
import { describe } from '../validate.ts'

export const importRoutes = ({ imports, room, ending }: Services) =>
  new Hono().post(
    '/import',
    describe('Merge an exported workspace, field "file"', {
      status: 202,
      schema: importResult,
      what: 'The workspace, and what was skipped',
    }),
    async (c) => {
      const options = { field: 'file', largest: largestArchive, ending, checkRoom: room.check }
      const signal = AbortSignal.any([ending, c.req.raw.signal])
      const [result] = await receiveFiles(c, options, ({ stream }) => imports.add(stream, signal))
      return c.json(result ?? fail('request.invalid', words.requests.noImport), 202)
    },
  )
