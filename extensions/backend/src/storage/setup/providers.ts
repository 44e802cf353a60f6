import { randomUUIDv7 } from 'node:crypto'
import type { KeyStoreKind, ModelChange, Provider, ProviderModel } from '../../shared/contract/providers.ts'
import { type Database, transaction } from '../database/database.ts'

type Row = {
  id: string
  name: string
  preset: Provider['preset']
  base_url: string
  key_store: KeyStoreKind | null
  default_model: string | null
  embedding_model: string | null
  limits: string
  created_at: string
}
type ModelRow = { id: string; found: string | null; own: string | null }

/** A provider without what its server offers. */
type ProviderFacts = Omit<Provider, 'hasKey' | 'models'>

const toFacts = (row: Row): ProviderFacts => ({
  id: row.id,
  name: row.name,
  preset: row.preset,
  baseUrl: row.base_url,
  ...(row.key_store && { keyStore: row.key_store }),
  ...(row.default_model !== null && { defaultModel: row.default_model }),
  ...(row.embedding_model !== null && { embeddingModel: row.embedding_model }),
  limits: JSON.parse(row.limits) as Provider['limits'],
  createdAt: row.created_at,
})

const toModel = ({ id, found, own }: ModelRow): ProviderModel => ({
  id,
  ...(JSON.parse(found ?? '{}') as Partial<ProviderModel>),
  ...(JSON.parse(own ?? '{}') as Partial<ProviderModel>),
})

/** Model endpoints and what is known about their models. Keys are elsewhere. */
export const providerStore = (db: Database) => {
  const all = db.prepare('SELECT * FROM provider ORDER BY created_at, id')
  const one = db.prepare('SELECT * FROM provider WHERE id = ?')
  const put = db.prepare(`
    INSERT INTO provider (id, name, preset, base_url, key_store, default_model, embedding_model, limits, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, base_url = excluded.base_url, key_store = excluded.key_store,
      default_model = excluded.default_model, embedding_model = excluded.embedding_model, limits = excluded.limits`)
  const remove = db.prepare('DELETE FROM provider WHERE id = ?')
  const models = db.prepare('SELECT id, found, own FROM provider_model WHERE provider_id = ? ORDER BY id')
  const model = db.prepare('SELECT id, found, own FROM provider_model WHERE provider_id = ? AND id = ?')
  const unlist = db.prepare('UPDATE provider_model SET found = NULL WHERE provider_id = ?')
  const list = db.prepare(`
    INSERT INTO provider_model (provider_id, id, found) VALUES (?, ?, ?)
    ON CONFLICT (provider_id, id) DO UPDATE SET found = excluded.found`)
  const own = db.prepare(`
    INSERT INTO provider_model (provider_id, id, own) VALUES (?, ?, ?)
    ON CONFLICT (provider_id, id) DO UPDATE SET own = excluded.own`)
  const forget = db.prepare('DELETE FROM provider_model WHERE provider_id = ? AND found IS NULL AND own IS NULL')

  const toProvider = (row: Row): Provider => ({
    ...toFacts(row),
    hasKey: row.key_store !== null,
    models: (models.all(row.id) as ModelRow[]).map(toModel),
  })

  return {
    newId: (): string => randomUUIDv7(),
    all: (): Provider[] => (all.all() as Row[]).map(toProvider),
    find(id: string): Provider | undefined {
      const row = one.get(id) as Row | undefined
      return row && toProvider(row)
    },
    /** Stores a provider under its id, in place of what stood there; its models stay. */
    put({ id, name, preset, baseUrl, keyStore, defaultModel, embeddingModel, limits, createdAt }: ProviderFacts): void {
      const chosen = [keyStore ?? null, defaultModel ?? null, embeddingModel ?? null]
      put.run(id, name, preset, baseUrl, ...chosen, JSON.stringify(limits), createdAt)
    },
    remove: (id: string) => void remove.run(id),

    model(providerId: string, id: string): ProviderModel | undefined {
      const row = model.get(providerId, id) as ModelRow | undefined
      return row && toModel(row)
    },
    /** Stores what a server offers now; what was learnt of its models before or set by hand stays. */
    setFound(providerId: string, found: readonly ProviderModel[]): void {
      transaction(db, () => {
        if (!one.get(providerId)) return
        const rows = models.all(providerId) as ModelRow[]
        const before = new Map(rows.map((row) => [row.id, JSON.parse(row.found ?? '{}') as Partial<ProviderModel>]))
        unlist.run(providerId)
        for (const { id, ...facts } of found) {
          list.run(providerId, id, JSON.stringify({ ...before.get(id), ...facts }))
        }
        forget.run(providerId)
      })
    },
    /** Sets by hand what a model costs and holds; null forgets it. */
    setOwn(providerId: string, { id, ...change }: ModelChange): void {
      transaction(db, () => {
        const row = model.get(providerId, id) as ModelRow | undefined
        const merged = { ...JSON.parse(row?.own ?? '{}'), ...change }
        const kept = Object.entries(merged).filter(([, value]) => value !== null && value !== undefined)
        own.run(providerId, id, kept.length > 0 ? JSON.stringify(Object.fromEntries(kept)) : null)
        forget.run(providerId)
      })
    },
  }
}
export type ProviderStore = ReturnType<typeof providerStore>
