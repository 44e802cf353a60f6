import type { DatabaseSync } from 'node:sqlite'
import type { Salvaged } from './copy.ts'
import { shapesOf } from './shape.ts'

type ForeignKey = { id: number; seq: number; table: string; from: string; to: string | null; on_delete: string }

/** Of earlier versions, which are repaired as what they are. */
const formerly = ['mcp_process']
/** Tables whose rows can be made again, or are worth nothing in a copy, so that none needs to be looked at for them. */
const derived = new Set([
  ...['page', 'passage', 'embedding', 'vector_part', 'vector_set', 'usage', 'program_process'],
  ...formerly,
])

/** Row ids that SQLite hands out itself say nothing in a copy, but their order does not change from one to the next. */
const rowidOf = (gap: number) => Math.min(Math.max(gap, -(2 ** 53)), 2 ** 53)

/**
 * Takes rows that were lost from an older copy of the database that is attached as `copy`: only such as would stand where
 * something could not be read, so that nothing comes back that was deleted. Gives back how many.
 */
export const fillFrom = (db: DatabaseSync, salvaged: readonly Salvaged[]): number => {
  let filled = 0
  for (const { table, gaps } of salvaged) {
    if (gaps.length === 0 || derived.has(table)) continue
    const shape = shapesOf(db).find(({ name }) => name === table)
    const known = db.prepare(`SELECT name FROM pragma_table_info(?, 'copy')`).all(table) as { name: string }[]
    const shared =
      shape?.columns.map(({ name }) => name).filter((name) => known.some((each) => each.name === name)) ?? []
    if (!shape || shared.length === 0) continue
    const names = shared.map((name) => `"${name}"`).join(', ')
    const hasRowid = shape.kind === 'table'
    const into = hasRowid && shape.rowidAt < 0 ? `rowid, ${names}` : names
    for (const { after, to } of gaps) {
      const where = hasRowid ? `WHERE rowid > ${rowidOf(after)} AND rowid <= ${rowidOf(to)}` : ''
      const { changes } = db
        .prepare(`INSERT OR IGNORE INTO main."${table}" (${into}) SELECT ${into} FROM copy."${table}" ${where}`)
        .run()
      filled += Number(changes)
    }
  }
  return filled
}

/** Workspaces whose rows were lost, though what they hold was not. */
const addWorkspaces = (db: DatabaseSync): number => {
  const holders = shapesOf(db)
    .filter(({ columns }) => columns.some(({ name }) => name === 'workspace_id'))
    .map(({ name }) => `SELECT workspace_id AS id FROM "${name}"`)
    .join(' UNION ')
  const { changes } = db
    .prepare(
      `INSERT INTO workspace (id, name, created_at)
       SELECT id, 'Recovered workspace', strftime('%Y-%m-%dT%H:%M:%fZ', 'now') FROM (${holders})
       WHERE id NOT IN (SELECT id FROM workspace)`,
    )
    .run()
  return Number(changes)
}

/** Rows that point to others which were lost go as they would have gone with them. */
const dropOrphans = (db: DatabaseSync): number => {
  const keys = shapesOf(db).flatMap(({ name }) =>
    (db.prepare('SELECT * FROM pragma_foreign_key_list(?)').all(name) as ForeignKey[]).map((key) => ({ ...key, name })),
  )
  let dropped = 0
  for (let changed = true; changed; ) {
    changed = false
    for (const { name, table, from, to, on_delete } of keys) {
      const orphan = `"${from}" IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM "${table}" parent WHERE parent."${to ?? 'id'}" = "${name}"."${from}")`
      const sql =
        on_delete === 'SET NULL'
          ? `UPDATE "${name}" SET "${from}" = NULL WHERE ${orphan}`
          : `DELETE FROM "${name}" WHERE ${orphan}`
      const changes = Number(db.prepare(sql).run().changes)
      dropped += changes
      changed ||= changes > 0
    }
  }
  return dropped
}

/** Documents that lost pages or passages, or what was said of them, are read again from their originals. */
const requeue = (db: DatabaseSync): number => {
  db.exec(`
    CREATE TEMP TABLE incomplete AS SELECT id FROM document d WHERE status = 'ready' AND (
      pages <> (SELECT count(*) FROM page WHERE document_id = d.id)
      OR passages <> (SELECT count(*) FROM passage WHERE document_id = d.id)
      OR receipt IS NULL OR NOT json_valid(receipt))`)
  db.exec(`
    DELETE FROM embedding WHERE document_id IN (SELECT id FROM incomplete);
    DELETE FROM vector_part WHERE document_id NOT IN (SELECT document_id FROM embedding);
    DELETE FROM page WHERE document_id IN (SELECT id FROM document WHERE status <> 'ready' OR id IN (SELECT id FROM incomplete));
    DELETE FROM passage WHERE document_id IN (SELECT id FROM document WHERE status <> 'ready' OR id IN (SELECT id FROM incomplete));
    UPDATE document SET status = 'queued', progress = 0, error = NULL, error_code = NULL, crashes = 0, lease_owner = NULL,
      lease_until = NULL, receipt = NULL WHERE id IN (SELECT id FROM incomplete)`)
  const { count } = db.prepare('SELECT count(*) AS count FROM incomplete').get() as { count: number }
  db.exec('DROP TABLE incomplete')
  return count
}

const lostAnswer = 'Its answer was lost when the database was damaged. Retry it.'

/** Tasks whose answer was lost say so. */
const failTasks = (db: DatabaseSync): number =>
  Number(
    db
      .prepare(
        `UPDATE task SET status = 'failed', result = NULL, error = ?
         WHERE status = 'succeeded' AND (result IS NULL OR NOT json_valid(result))`,
      )
      .run(lostAnswer).changes,
  )

/** Which vectors were lost nobody can tell, and they are made again by themselves. */
const forgetVectors = (db: DatabaseSync, salvaged: readonly Salvaged[]) => {
  const isDamaged = salvaged.some(
    ({ table, isDamaged }) => isDamaged && /^(embedding|vector_part|vector_set)$/.test(table),
  )
  if (isDamaged) db.exec('DELETE FROM vector_part; DELETE FROM embedding')
}

/** Numbers that were handed out once are not handed out again. */
const keepNumbers = (db: DatabaseSync) => {
  const known = db.prepare('SELECT name, seq FROM sqlite_sequence').all() as { name: string; seq: number }[]
  for (const { name, seq } of known) {
    // Room for those of rows that were lost at the end.
    db.prepare('UPDATE sqlite_sequence SET seq = ? WHERE name = ?').run(seq + 1000, name)
  }
}

/** Makes what was copied belong together again; counts of what that took. */
export const makeWhole = (db: DatabaseSync, salvaged: readonly Salvaged[]) => {
  db.exec('BEGIN')
  forgetVectors(db, salvaged)
  const workspaces = addWorkspaces(db)
  const orphans = dropOrphans(db)
  const requeued = requeue(db)
  const tasks = failTasks(db)
  keepNumbers(db)
  db.exec('COMMIT')
  return { workspaces, orphans, requeued, tasks }
}
