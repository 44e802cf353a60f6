import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ledger } from '../../../scripts/torture/ledger.ts'
import { openApp } from '../../support/app.ts'

it('tells what was lost from what is there, and from what was removed', async () => {
  const app = await openApp()
  const { id } = await app.workspace()
  const book = ledger()
  const names = ['kept', 'gone', 'changed', 'removed', 'risen', 'perhaps']
  expect(
    await book.upload(
      app,
      id,
      names.map((name) => [`${name}.md`, `The fee of ${name} is 340 euros.`]),
    ),
  ).toBe(202)
  await book.launch(app, id, 'What is the fee?')
  book.tasks.add(crypto.randomUUID()) // was acknowledged by somebody else's backend
  const idOf = (name: string) => [...book.documents].find(([, entry]) => entry.name === `${name}.md`)?.[0] as string
  const before = await book.check(app)
  expect([before.kept, before.lost.words(), before.failed.size]).toEqual([6, '1 × a task is gone', 0])

  await app.request(`/api/documents/${idOf('gone')}`, { method: 'DELETE' })
  const { sha256 } = book.documents.get(idOf('changed')) as { sha256: string }
  appendFileSync(join(app.dataDir, 'blobs', sha256.slice(0, 2), sha256), 'x')
  await book.remove(app, idOf('removed'))
  Object.assign(book.documents.get(idOf('risen')) as object, { removal: 'done' })
  Object.assign(book.documents.get(idOf('perhaps')) as object, { removal: 'asked' })
  const { kept, lost, failed } = await book.check(app)
  expect(kept).toBe(3)
  expect(lost.words()).toBe('1 × a document is gone; 1 × an original is not as it was; 1 × a task is gone')
  expect(failed.words()).toBe('1 × a removed document came back')
  await app.close()
})
