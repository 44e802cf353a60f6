import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { LinkEvents } from '../../extensions/backend/src/shared/contract/link.ts'
import { backends, isPacked } from '../support/backend.ts'
import { type File, httpClient } from '../support/client.ts'
import { connectClient } from '../support/neutralino-client.ts'
import { startHostProcess } from '../support/neutralino-host-process.ts'
import { pdf } from '../support/pdf.ts'
import { descendants, untilGone } from '../support/processes.ts'
import { hasSamples, sample } from '../support/samples.ts'
import { until } from '../support/until.ts'
import { unzip } from '../support/unzip.ts'
import { copyPacked, stageBackend } from './support.ts'

type Case = { file: File; question: string; page: number; quote: string }

const ownPdf: Case = {
  file: [
    'Lighthouse.pdf',
    pdf([
      ['The lighthouse of Farrow Point', 'It was built in 1871 and is open to visitors.'],
      [
        'Rules for the keeper',
        'The lamp is lit one hour before sunset.',
        'The keeper writes the weather down at noon.',
      ],
      ['Visitors', 'A visit costs four euros. Children under ten pay nothing.'],
    ]),
  ],
  question: 'When is the lamp lit?',
  page: 2,
  quote: 'The lamp is lit one hour before sunset.',
}

const textbook = (): Case => ({
  file: ['GeoTopo.pdf', sample('GeoTopo-komprimiert.pdf')],
  question: 'Wann heißt ein topologischer Raum hausdorffsch?',
  page: 12,
  quote: 'Ein topologischer Raum X heißt hausdorffsch',
})

const cases = hasSamples ? [ownPdf, textbook()] : [ownPdf]

const ways: [string, () => readonly string[], boolean][] = [
  ['from source', () => backends.source, true],
  ['from the packed executable, with no PATH and no node_modules', () => [copyPacked()], isPacked],
]

describe.each(ways)('one whole job %s', (_, command, isThere) => {
  test.skipIf(!isThere)('found, asked, answered with the right page, exported, ended', async () => {
    const { root, dataDir } = stageBackend(command())
    await using host = await startHostProcess({
      root,
      env: { PATH: process.env.PATH, HOME: root, AIOS_DATA_DIR: dataDir },
    })
    const window = await connectClient(host)
    const asked = until(
      () => window.call('extensions.getStats'),
      (stats) => JSON.stringify(stats).includes('"connected":["app.aios.backend"]'),
    )
    await asked
    await window.call('extensions.dispatch', { extensionId: 'app.aios.backend', event: 'aios.hello', data: {} })
    const ready = await window.event<LinkEvents['aios.ready']>('aios.ready', { timeout: 30_000 })
    const family = descendants(host.pid)
    expect(family.length).toBeGreaterThanOrEqual(2)

    const client = httpClient(ready)
    const workspace = await client.workspace('Whole job')
    const documents = await client.add(workspace.id, ...cases.map(({ file }) => file))
    expect(documents.map(({ status, error }) => error ?? status)).toEqual(cases.map(() => 'ready'))

    for (const { file, question, page, quote } of cases) {
      const { status, error, result } = await client.ask(workspace.id, question)
      expect(error ?? status).toBe('succeeded')
      const [first] = result?.citations ?? []
      expect(first).toMatchObject({ documentName: file[0], page, verified: true })
      expect(first?.quote).toContain(quote)
      const stored = await client.json<{ text: string }>(`/api/documents/${first?.documentId}/pages/${page}`)
      expect(stored.text.slice(first?.start, first?.end)).toBe(first?.quote)
    }

    await expectSoundExport(await client.request(`/api/workspaces/${workspace.id}/export`))

    const { version } = await client.json<{ version: string }>('/health')
    expect(version).toBe(ready.version)
    host.closeWindow()
    await untilGone(family, 5000)
    await window.closed
  })
})

/** Every file in the manifest is there and is what it says; the documents are the very bytes that went in. */
const expectSoundExport = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/zip')
  const files = await unzip(new Uint8Array(await response.arrayBuffer()))
  const manifest: { files: Record<string, { sha256: string; size: number }> } = JSON.parse(
    files.get('manifest.json')?.toString() ?? '',
  )
  files.delete('manifest.json')
  const found = [...files].map(([path, bytes]) => [path, { sha256: sha256(bytes), size: bytes.length }])
  expect(manifest.files).toEqual(Object.fromEntries(found))
  const contents = [...files.values()].map(sha256)
  for (const { file } of cases) expect(contents).toContain(sha256(file[1] as Uint8Array))
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
