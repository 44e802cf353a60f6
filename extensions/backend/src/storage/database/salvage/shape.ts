import type { DatabaseSync } from 'node:sqlite'
import type { Value } from './records.ts'
import type { Row, TreeKind } from './tree.ts'

type Column = { name: string; type: string; isNullable: boolean; hasDefault: boolean; key: number }

/** A table as its records are laid out. */
export type Shape = {
  name: string
  /** Rows of a table without rowids stand in a tree as those of an index do. */
  kind: TreeKind
  /** In the order of the values in a record. */
  columns: readonly Column[]
  /** Where the row id stands among the columns; -1 where it is none of them. */
  rowidAt: number
}

type Info = { name: string; type: string; notnull: number; dflt_value: string | null; pk: number }

/** The tables of a database that hold rows of ours: not those that SQLite or a text index makes for itself. */
export const shapesOf = (db: DatabaseSync): Shape[] => {
  const tables = db.prepare("SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main'").all() as {
    name: string
    type: string
    wr: number
  }[]
  return tables
    .filter(({ name, type }) => type === 'table' && !name.startsWith('sqlite_'))
    .map(({ name, wr }) => {
      const info = db
        .prepare(`SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)`)
        .all(name) as Info[]
      const columns = info.map((each) => ({
        name: each.name,
        type: each.type,
        isNullable: each.notnull === 0 && each.pk === 0,
        hasDefault: each.dflt_value !== null || each.notnull === 0,
        key: each.pk,
      }))
      const isRowid = (column: Column) => wr === 0 && column.key === 1 && column.type === 'INTEGER'
      const inKey = columns.filter(({ key }) => key > 0).sort((a, b) => a.key - b.key)
      const ordered = wr === 1 ? [...inKey, ...columns.filter(({ key }) => key === 0)] : columns
      return { name, kind: wr === 1 ? 'index' : 'table', columns: ordered, rowidAt: ordered.findIndex(isRowid) }
    })
}

const isOfType = (value: Value, type: string): boolean => {
  if (type === 'TEXT') return typeof value === 'string'
  if (type === 'BLOB') return value instanceof Uint8Array
  if (type === 'INTEGER') return typeof value === 'number' ? Number.isInteger(value) : typeof value === 'bigint'
  return typeof value === 'number'
}

/**
 * The row's values as the table takes them, in the order of its columns, fewer where it was written before columns were
 * added; undefined where they cannot be of that table. A value that was lost is NULL where the table allows that.
 */
export const fitted = (
  { columns, rowidAt }: Shape,
  { rowid, values }: Row,
): Exclude<Value, undefined>[] | undefined => {
  if (values.length > columns.length) return undefined
  if (columns.slice(values.length).some(({ hasDefault }) => !hasDefault)) return undefined
  const fit: Exclude<Value, undefined>[] = []
  for (const [at, column] of columns.slice(0, values.length).entries()) {
    const value = at === rowidAt ? rowid : values[at]
    if (value === undefined || value === null) {
      if (!column.isNullable) return undefined
      fit.push(null)
    } else if (isOfType(value, column.type)) fit.push(value)
    else return undefined
  }
  return fit
}
