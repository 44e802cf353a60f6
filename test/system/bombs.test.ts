import { expect, it } from 'vitest'
import { backends, isPacked, startBackend } from '../support/backend.ts'
import { pdf } from '../support/pdf.ts'
import { pdfBomb } from '../support/pdf-bombs.ts'
import { memoryOf, roleBelow } from '../support/processes.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'

const command = isPacked ? backends.packed : backends.source

/** Megabytes: WebAssembly's room for one document, and half as much for all else. */
const most = 800
/** Megabytes that a server may have more than before, once it is done. */
const left = 150

it('PDFs of some kilobytes that want gigabytes fail in words, and their memory comes back', {
  timeout: 180_000,
}, async () => {
  // Made before the server waits: it takes a while.
  const names = ['spaces three times packed.pdf', 'words.pdf', 'paths.pdf', 'string.pdf'] as const
  const files = names.map(pdfBomb)
  for (const [, bytes] of files) expect(bytes.length).toBeLessThan(4096)
  await using backend = await startBackend({ command })
  const { id } = await backend.workspace()
  const server = roleBelow(backend.pid, 'server') as number
  const [honest] = await backend.add(id, ['permit.pdf', pdf([['The fee of a berth is 340 euros.']])])
  expect(honest).toMatchObject({ status: 'ready', pages: 1 })
  const before = memoryOf(server).now

  const documents = await backend.add(id, ...files, ['after.md', permit])
  expect(documents.map(({ status }) => status)).toEqual([...names.map(() => 'failed'), 'ready'])
  for (const { error } of documents.slice(0, -1)) expect(error).toContain('more memory than a document may use')
  expect(memoryOf(server).most - before).toBeLessThan(most)
  await until(
    () => memoryOf(server).now - before,
    (more) => more < left,
    { limit: 20_000 },
  )
  console.log(
    `memory of the server: ${before} MB, ${memoryOf(server).most} MB at most, ${memoryOf(server).now} MB after`,
  )
  expect(roleBelow(backend.pid, 'server')).toBe(server)
  const odd = (['tree.pdf', 'tree that goes round.pdf', 'count.pdf', 'objects.pdf'] as const).map(pdfBomb)
  for (const { status } of await backend.add(id, ...odd)) expect(status).toBe('ready')
  expect((await backend.add(id, ['again.pdf', pdf([['The fee is 34 euros.']])]))[0]).toMatchObject({ status: 'ready' })
})

it('a page picture that would be giant, or takes all memory, is bounded, and others are drawn', {
  timeout: 120_000,
}, async () => {
  const names = ['giant page.pdf', 'endless page.pdf', 'page without size.pdf', 'picture.pdf'] as const
  const files = names.map(pdfBomb)
  await using backend = await startBackend({ command })
  const { id } = await backend.workspace()
  const server = roleBelow(backend.pid, 'server') as number
  const documents = await backend.add(id, ...files)
  expect(documents.map(({ status }) => status)).toEqual(names.map(() => 'ready'))
  const before = memoryOf(server).now
  const pictures = documents.map((document) =>
    backend.request(`/api/documents/${document.id}/pages/1/image?width=4000`),
  )
  for (const [at, answer] of (await Promise.all(pictures)).entries()) {
    expect(answer.status, names[at]).toBe(200)
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100)
  }
  console.log(`memory of the server: ${before} MB, ${memoryOf(server).most} MB at most`)
  expect(memoryOf(server).most - before).toBeLessThan(most)
  await until(
    () => memoryOf(server).now - before,
    (more) => more < left,
    { limit: 20_000 },
  )
})
