import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Call, Reply } from '../../extensions/backend/src/base/thread-calls.ts'
import type { Picture } from '../../extensions/backend/src/text/extract/pdf/render.ts'
import type { FromWriter, ToWriter } from '../../extensions/backend/src/workers/index-messages.ts'
import { bundleBackend } from '../../scripts/build/bundle.ts'
import { cases } from '../text/extract/cases.ts'
import { libreOffice } from '../text/extract/made.ts'

/** Libraries fail in a bundle in ways of their own, so every format is read by the bundled parser once. */
describe('the bundled parser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aios-bundle-'))
  let parser: Worker
  let next = 0
  beforeAll(async () => {
    await bundleBackend(folder)
    parser = new Worker(join(folder, 'parse.worker.cjs'))
  })
  afterAll(async () => {
    await parser.terminate()
    rmSync(folder, { recursive: true, force: true })
  })

  const call = (name: string, input: object, transfer: Transferable[] = []) =>
    new Promise<unknown>((resolve, reject) => {
      const id = next++
      const take = (reply: Reply) => {
        if (reply.id !== id || reply.type === 'progress') return
        parser.off('message', take)
        if (reply.type === 'value') resolve(reply.value)
        else reject(new Error(reply.error.stack ?? reply.error.message))
      }
      parser.on('message', take)
      parser.postMessage({ id, name, input } satisfies Call, transfer as never)
    })

  const parse = async (bytes: Uint8Array | string, name: string, password?: string): Promise<string[]> => {
    const path = join(folder, 'document')
    writeFileSync(path, bytes)
    const { port1, port2 } = new MessageChannel()
    const pages: string[] = []
    port1.on('message', (message: ToWriter) => {
      if (message.type === 'pages') pages.push(...message.pages.map(({ text }) => text))
      port1.postMessage({ type: 'taken' } satisfies FromWriter)
    })
    await call('parse', { path, name, password, port: port2 }, [port2 as never])
    port1.close()
    return pages
  }

  it.each(cases.map((each) => [each.name, each] as const))('%s', async (name, { bytes, pages, found }) => {
    const read = await parse(await bytes(), name)
    expect(read).toHaveLength(pages)
    for (const [page, text] of found) expect(read[page - 1]).toContain(text)
  })

  it.each(['locked-agile.xlsx', 'locked.odt'])('%s, with its password', async (name) => {
    const [page] = await parse(libreOffice(name), name, 'kelp-forest-9317')
    expect(page).toContain('Annual fee:')
  })

  it('draws pages', async () => {
    const pdf = cases.find(({ name }) => name.endsWith('.pdf'))
    const path = join(folder, 'drawn')
    writeFileSync(path, (await pdf?.bytes()) ?? '')
    const { png } = (await call('render', { path, page: 1, width: 100, marks: [[0, 4]] })) as Picture
    expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG')
  })
})
