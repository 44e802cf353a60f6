import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import { percentile } from '../../scripts/bench/statistics.ts'
import { type RunningBackend, startBackend } from '../support/backend.ts'
import type { File } from '../support/client.ts'
import * as hostile from '../support/hostile.ts'
import { roleBelow } from '../support/processes.ts'
import { permit } from '../support/samples.ts'
import { until } from '../support/until.ts'

/** Uploads files and waits until each has come to an end, however it did. */
const settle = async (backend: RunningBackend, workspaceId: string, files: readonly File[]): Promise<Document[]> => {
  const response = await backend.upload(workspaceId, ...files)
  expect(response.status).toBe(202)
  const ids = new Set(((await response.json()) as Document[]).map(({ id }) => id))
  const ours = async () => (await backend.documents(workspaceId)).filter(({ id }) => ids.has(id))
  return until(ours, (all) => all.every(({ status }) => status === 'ready' || status === 'failed'), {
    limit: 120_000,
    pause: 100,
  })
}

/** Every failure says why. */
const expectClear = (documents: readonly Document[]) => {
  expect(documents.length).toBeGreaterThan(0)
  for (const { status, error, name } of documents) {
    if (status === 'failed') expect(error, name).toMatch(/\w{3}.*\./)
    else expect(status).toBe('ready')
  }
}

/** Milliseconds that /health took, asked for again and again until `end` is aborted. */
const healthUntil = async (backend: RunningBackend, end: AbortSignal): Promise<number[]> => {
  const latencies: number[] = []
  while (!end.aborted) {
    const began = performance.now()
    expect((await backend.request('/health')).status).toBe(200)
    latencies.push(performance.now() - began)
    await delay(10)
  }
  return latencies
}

it('hostile files end in a clear state each, while the server answers, writes nothing elsewhere and reads the next file', {
  timeout: 240_000,
}, async () => {
  let asked = 0
  const outside = createServer((_, response) => {
    asked += 1
    response.end('fetched')
  }).listen(0, '127.0.0.1')
  await using backend = await startBackend()
  const { id } = await backend.workspace()
  const server = roleBelow(backend.pid, 'server')
  const end = new AbortController()
  const health = healthUntil(backend, end.signal)
  const address = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
  const rounds: [what: string, files: File[]][] = [
    [
      'bombs',
      [
        hostile.zipBomb(),
        await hostile.docxBomb(),
        await hostile.nestedZip(),
        await hostile.zipsOfZeros(),
        await hostile.xmlBomb(),
      ],
    ],
    ['entities that name files and addresses', [await hostile.externalEntities(address)]],
    ['cut and changed PDFs', [...hostile.truncatedPdfs(), ...hostile.fuzzedPdfs(200)]],
    ['a hundred megabytes of one line', [hostile.longLine()]],
    ['names', hostile.oddNames()],
  ]
  try {
    for (const [what, files] of rounds) {
      const began = performance.now()
      expectClear(await settle(backend, id, files))
      const [good] = await backend.add(id, [`after ${what}.md`, `${permit}\n${what}`])
      expect(good).toMatchObject({ status: 'ready' })
      console.log(`${what}: ${Math.round(performance.now() - began)} ms`)
    }
  } finally {
    end.abort()
    outside.close()
  }
  const latencies = await health
  console.log(`/health meanwhile: p99 ${Math.round(percentile(latencies, 0.99))} ms of ${latencies.length} requests`)
  expect(percentile(latencies, 0.5)).toBeLessThan(1000)
  expect(roleBelow(backend.pid, 'server')).toBe(server)
  expect(asked).toBe(0)

  const documents = await backend.documents(id)
  const named = (name: string) => documents.find((document) => document.name === name)
  expect(named('bomb.zip')?.status).toBe('failed')
  expect(named('zeros.zip')?.status).toBe('failed')
  for (const { name, folder } of documents) {
    expect(`${folder ?? ''}/${name}`.split('/')).not.toContain('..')
    expect(name).toBe(basename(name))
    expect(name.length).toBeLessThanOrEqual(200)
    expect(name).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
  }
  expect(named('CON.md')?.status).toBe('ready')
  expect(named('🦭 fees 🚢.md')?.status).toBe('ready')
  const search = await backend.json<{ hits: { text: string }[] }>(`/api/workspaces/${id}/search?q=root+bin+bash`)
  expect(search.hits.filter(({ text }) => text.includes('root:'))).toEqual([])
  // The export carries names, too: none that leads out of it.
  expect((await backend.request(`/api/workspaces/${id}/export`)).ok).toBe(true)

  const home = dirname(backend.dataDir)
  expect(readdirSync(home)).toEqual(['data'])
  for (const name of ['escaped.md', 'escaped too.md', 'escaped']) expect(existsSync(join(home, '..', name))).toBe(false)
  const strays = readdirSync(backend.dataDir, { recursive: true, withFileTypes: true }).filter(
    (entry) =>
      entry.isFile() &&
      !/^(aios\.db(-wal|-shm)?|[\w.-]+\.log|[0-9a-f]{64}|catalogue\.jsonl|doubt\.json|reserve)$/.test(entry.name) &&
      basename(entry.parentPath) !== 'instances',
  )
  expect(strays.map(({ name }) => name)).toEqual([])
})
