import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { usualApprovals, usualLimits } from '../../../extensions/backend/src/shared/contract/agents.ts'
import { openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { migrations } from '../../../extensions/backend/src/storage/database/migrations.ts'
import { agentStore } from '../../../extensions/backend/src/storage/setup/agents.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'aios-agents-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

it('keeps agents of an earlier version, with what holds where nothing was chosen', async () => {
  const old = new DatabaseSync(join(dataDir, 'aios.db'))
  old.exec(`${migrations[0]}; PRAGMA user_version = 1`)
  const id = randomUUIDv7()
  old
    .prepare(`INSERT INTO agent VALUES (?, 'Brief', 'Says little', 0, 'answer', 'extractive', '{"quotes":3}', ?)`)
    .run(id, '2026-01-01T00:00:00.000Z')
  old.close()
  using db = await openDatabase(dataDir)
  expect(agentStore(db).find(id)).toEqual({
    id,
    name: 'Brief',
    description: 'Says little',
    builtIn: false,
    kind: 'answer',
    mode: 'extractive',
    instructions: '',
    tools: [],
    limits: { ...usualLimits, quotes: 3 },
    approvals: usualApprovals,
    createdAt: '2026-01-01T00:00:00.000Z',
  })
})
