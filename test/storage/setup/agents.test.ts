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

it('makes agents of an earlier version what their kind says, with a program or without', async () => {
  const before = migrations.slice(0, 13)
  const old = new DatabaseSync(join(dataDir, 'aios.db'))
  old.exec(`${before.join(';')}; PRAGMA user_version = ${before.length}`)
  const program = {
    ...{ command: 'helper', args: [], env: [], documents: 'named', library: true },
    ...{ commandLine: 'helper', allowed: false },
  }
  const add = (kind: string, mode: string, external?: object) => {
    const id = randomUUIDv7()
    const json = external ? JSON.stringify(external) : null
    old
      .prepare(
        `INSERT INTO agent (id, name, description, built_in, kind, mode, external, limits, created_at)
         VALUES (?, 'Old', '', 0, ?, ?, ?, '{}', '2026-01-01')`,
      )
      .run(id, kind, mode, json)
    return id
  }
  const ids = [
    add('extract', 'extractive'),
    add('model', 'model'),
    add('external', 'model', program),
    add('answer', 'model', program),
    add('external', 'extractive'),
  ]
  old.close()
  using db = await openDatabase(dataDir)
  const agents = agentStore(db)
  const byKind = ids.map((id) => {
    const { kind, mode, external } = agents.find(id) ?? {}
    return [kind, mode, external]
  })
  expect(byKind).toEqual([
    ['extract', 'extractive', undefined],
    ['model', 'model', undefined],
    ['external', 'model', program],
    ['external', 'model', program],
    ['model', 'model', undefined],
  ])
})
