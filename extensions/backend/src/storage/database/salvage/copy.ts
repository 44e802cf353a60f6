import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { ours } from '../quick-check.ts'
import type { Pages } from './pages.ts'
import { fitted, type Shape, shapesOf } from './shape.ts'
import { type Gap, type Row, treeReader } from './tree.ts'

/** What became of a table's rows: how many came over, in which ranges of row ids some are lost, and whether any are. */
export type Salvaged = { table: string; rows: number; gaps: Gap[]; isDamaged: boolean }

type Root = { root: number; kind: 'table' | 'index' }
type Roots = { tables: Map<string, number>; others: Root[]; isWhole: boolean }

/** Where tables begin, by the first page's own tree; undefined where that cannot be read. */
const rootsOf = (reader: ReturnType<typeof treeReader>): Roots | undefined => {
  const roots: Roots = { tables: new Map(), others: [], isWhole: true }
  const rows = reader.rows(1, 'table', () => {
    roots.isWhole = false
  })
  for (const { values } of rows) {
    const [type, name, , root, sql] = values
    if (typeof name !== 'string' || typeof root !== 'number' || root < 2) continue
    if (type === 'table' && typeof sql === 'string') {
      roots.tables.set(name, root)
      const isIndexLike = /\bWITHOUT\s+ROWID\b/i.test(sql)
      roots.others.push({ root, kind: isIndexLike ? 'index' : 'table' })
    } else if (type === 'index') roots.others.push({ root, kind: 'index' })
  }
  // Where the list is whole and not one of ours stands in it, the file is another program's.
  return [...roots.tables.keys()].some((name) => ours.includes(name)) ? roots : undefined
}

/** Rows that one transaction takes. */
const batch = 5000

type Options = {
  /** Tables whose rows are made anew from others. */
  skipped?: ReadonlySet<string>
  /** Pages that were looked at, of how many. */
  onProgress?: ((done: number, total: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Copies all rows that can be read into `db`, which has the same tables, empty; what stands there already stays. Undefined
 * where not even the list of tables can be read.
 */
export const copyRows = (pages: Pages, db: DatabaseSync, { skipped, onProgress, signal }: Options = {}) => {
  const reader = treeReader(pages)
  const roots = rootsOf(reader)
  if (!roots) return undefined
  const shapes = shapesOf(db).filter(({ name }) => !skipped?.has(name))
  const writers = new Map(shapes.map((shape) => [shape.name, rowWriter(db, shape)]))
  const found = new Map<string, Salvaged>(
    shapes.map(({ name }) => [name, { table: name, rows: 0, gaps: [], isDamaged: false }]),
  )
  let sinceCommit = 0
  const put = (shape: Shape, row: Row): boolean => {
    const isWritten = writers.get(shape.name)?.(row) ?? false
    if (!isWritten) return false
    ;(found.get(shape.name) as Salvaged).rows++
    if (++sinceCommit < batch) return true
    sinceCommit = 0
    db.exec('COMMIT; BEGIN')
    signal?.throwIfAborted()
    onProgress?.(reader.pagesSeen, pages.count)
    return true
  }

  db.exec('BEGIN')
  for (const shape of shapes) {
    const said = found.get(shape.name) as Salvaged
    const lost = (gap: Gap) => {
      said.gaps.push(gap)
      said.isDamaged = true
    }
    const root = roots.tables.get(shape.name)
    if (root === undefined) {
      if (!roots.isWhole) lost({ after: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER })
      continue
    }
    for (const row of reader.rows(root, shape.kind, lost)) {
      if (put(shape, row)) continue
      if (fitted(shape, row) === undefined) {
        const at = row.rowid ?? 0
        lost({ after: at - 1, to: at })
      }
    }
  }
  const damaged = shapes.filter(({ name }) => found.get(name)?.isDamaged)
  if (damaged.length > 0) {
    // All that belongs to something is come by first, so that what is left over belongs to what is damaged.
    for (const { root, kind } of roots.others) for (const _ of reader.rows(root, kind, () => undefined));
    for (const kind of ['table', 'index'] as const) {
      const homes = damaged.filter((shape) => shape.kind === kind)
      if (homes.length === 0) continue
      for (const rows of reader.strays(kind)) {
        const fitting = homes.filter((shape) => rows.every((row) => fitted(shape, row) !== undefined))
        const [home] = fitting
        if (fitting.length === 1 && home) for (const row of rows) put(home, row)
      }
    }
  }
  db.exec('COMMIT')
  onProgress?.(pages.count, pages.count)
  return [...found.values()]
}

/** Writes rows of a table; false for one that does not fit, or whose key is taken. */
const rowWriter = (db: DatabaseSync, shape: Shape) => {
  const statements = new Map<number, StatementSync>()
  const hasRowid = shape.kind === 'table' && shape.rowidAt < 0
  const statementFor = (count: number) => {
    const known = statements.get(count)
    if (known) return known
    const names = shape.columns.slice(0, count).map(({ name }) => `"${name}"`)
    if (hasRowid) names.unshift('rowid')
    const marks = names.map(() => '?').join(', ')
    const made = db.prepare(`INSERT OR IGNORE INTO "${shape.name}" (${names.join(', ')}) VALUES (${marks})`)
    statements.set(count, made)
    return made
  }
  return (row: Row): boolean => {
    const values = fitted(shape, row)
    if (!values) return false
    const statement = statementFor(values.length)
    const all = hasRowid ? [row.rowid as number, ...values] : values
    return statement.run(...all).changes === 1
  }
}
