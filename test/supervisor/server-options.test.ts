import { expect, it } from 'vitest'
import { serverOptions } from '../../extensions/backend/src/runtime.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startLoneServer } from '../support/lone-server.ts'
import { procText } from '../support/processes.ts'

it('the server keeps little room for young objects, and passes that on to no program', async () => {
  await using server = await startLoneServer(temporaryFolder())
  const [given] = /NODE_OPTIONS=[^\0]*/.exec(procText([server.pid], 'environ')) ?? []
  expect(given).toBe('NODE_OPTIONS=--max-semi-space-size=4')
  expect(serverOptions.taken(given?.slice('NODE_OPTIONS='.length))).toBe('')
})

it("what is in NODE_OPTIONS of the user's stays, and counts more", () => {
  const own = '--max-semi-space-size=16 --no-warnings'
  const added = serverOptions.added(own)
  expect(added).toBe(`--max-semi-space-size=4 ${own}`)
  expect(serverOptions.taken(added)).toBe(own)
})
