import { pino } from 'pino'
import { expect, it, vi } from 'vitest'
import { eventBus } from '../../extensions/backend/src/base/events.ts'
import { intakeService } from '../../extensions/backend/src/services/library/indexing.ts'
import { embeddingService } from '../../extensions/backend/src/services/search/embeddings.ts'
import { originalCheckService } from '../../extensions/backend/src/services/system/original-checks.ts'
import type { Document } from '../../extensions/backend/src/shared/contract/documents.ts'
import type { Library } from '../../extensions/backend/src/storage/library/library.ts'

// What could happen while a library takes its time to answer; one on this computer hardly leaves room for it.

const log = pino({ level: 'silent' })
const room = { isLow: () => false, why: () => undefined } as never
const library = (parts: object) => parts as unknown as Library

it('a document that was read while passages without vectors were looked for is not missed', async () => {
  const events = eventBus()
  const slow = Promise.withResolvers<undefined>()
  const claim = vi.fn(() => slow.promise)
  const embeddings = embeddingService({
    library: library({ vectors: { setOf: async () => ({ number: 1 }), removeBut: async () => undefined, claim } }),
    preferences: { all: () => ({ embeddings: { providerId: crypto.randomUUID(), modelId: 'm' } }) } as never,
    providers: { get: () => ({ name: 'Provider' }) } as never,
    models: { embed: async () => [] },
    isReading: async () => false,
    ...{ room, events, log },
  })
  embeddings.wake()
  await vi.waitFor(() => expect(claim).toHaveBeenCalledTimes(1), 10_000)
  events.emit({ type: 'document.changed', id: 'd', workspaceId: 'w', status: 'ready', progress: 1 })
  slow.resolve(undefined)
  await vi.waitFor(() => expect(claim).toHaveBeenCalledTimes(2), 10_000)
  await embeddings.close()
})

it('a check that was claimed while its process ended is given back', async () => {
  const slow = Promise.withResolvers<string>()
  const released: string[] = []
  const checks = {
    progress: async () => ({ isAsked: true, position: '', beganAt: new Date().toISOString() }),
    begin: async () => undefined,
    claim: vi.fn(() => slow.promise),
    release: async (lease: string) => void released.push(lease),
  }
  const service = originalCheckService({
    library: library({ checks, originals: {} }),
    damaged: { look: async () => undefined },
    isReading: async () => false,
    log,
  })
  await service.start()
  await vi.waitFor(() => expect(checks.claim).toHaveBeenCalled(), 10_000)
  const closed = service.close()
  slow.resolve('lease')
  await closed
  expect(released).toEqual(['lease'])
})

it('how a document is, is told in the order in which it came about, and no longer than its reading takes', async () => {
  const events = eventBus()
  const told: string[] = []
  events.watch((change) => {
    if (change.type === 'document.changed') told.push(change.status)
  })
  let document = { id: 'd', workspaceId: 'w', name: 'a.txt', status: 'indexing', progress: 0 } as Document
  let finds = 0
  const claims = {
    claim: vi.fn(async () => undefined as unknown),
    ready: async () => {
      document = { ...document, status: 'ready', progress: 1 }
      return true
    },
  }
  claims.claim.mockResolvedValueOnce({ document, number: 1, workspaceNumber: 1, crashes: 0, lease: 'lease' })
  const intake = intakeService({
    library: library({
      claims,
      pages: { doubles: async () => [] },
      originals: { open: async () => '/a.txt' },
      documents: {
        // The first answer is the slowest.
        async find() {
          const then = document
          await new Promise((resolve) => setTimeout(resolve, finds++ === 0 ? 50 : 0))
          return then
        },
      },
    }),
    preferences: { all: () => ({}) } as never,
    indexing: { capacity: 1, index: async () => ({ pages: 1, passages: 1, warnings: [] }) } as never,
    passwords: new Map(),
    ...{ room, events, log },
  })
  intake.wake()
  await vi.waitFor(() => expect(document.status).toBe('ready'), 10_000)
  await intake.close()
  expect(told).toEqual(['indexing', 'ready'])
})
