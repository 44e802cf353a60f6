import type { Pages } from './pages.ts'
import { indexLayout, recordAt, tableLayout, type Value, varint } from './records.ts'

/** A row; of a table without rowids, that is undefined and the values stand in the order of its key. */
export type Row = { rowid?: number; values: Value[] }

/** Row ids after `after` up to `to`, of which some may have been lost. */
export type Gap = { after: number; to: number }

/** What kind of page it is, by its first byte. */
const leaf = { table: 13, index: 10 }
const inner = { table: 5, index: 2 }
export type TreeKind = 'table' | 'index'

const deepest = 40

/** Where a page's header begins: the first one has the file's before it. */
const headerAt = (number: number) => (number === 1 ? 100 : 0)

const cellsOf = (page: Buffer, from: number, headerSize: number): number[] => {
  const count = page.readUInt16BE(from + 3)
  const first = from + headerSize
  if (first + 2 * count > page.length) return []
  return Array.from({ length: count }, (_, n) => page.readUInt16BE(first + 2 * n))
}

/** Reads the rows of trees around what is damaged, and remembers which pages it came by. */
export const treeReader = (pages: Pages) => {
  const seen = new Set<number>()
  const layouts = { table: tableLayout(pages.usable), index: indexLayout(pages.usable) }

  const rowAt = (page: Buffer, at: number, kind: TreeKind): Row | undefined => {
    if (at < 8 || at >= pages.usable) return undefined
    const length = varint(page, at)
    if (!length) return undefined
    if (kind === 'index') {
      const values = recordAt(pages, page, length[1], length[0], layouts.index)
      return values && { values }
    }
    const rowid = varint(page, length[1])
    const values = rowid && recordAt(pages, page, rowid[1], length[0], layouts.table)
    return values && { rowid: rowid[0], values }
  }

  /** The rows of one leaf; undefined for each that cannot be read. */
  const rowsOf = (number: number, kind: TreeKind): (Row | undefined)[] | undefined => {
    const page = pages.read(number)
    const from = headerAt(number)
    if (page?.[from] !== leaf[kind]) return undefined
    return cellsOf(page, from, 8).map((at) => rowAt(page, at, kind))
  }

  function* walk(number: number, kind: TreeKind, gap: Gap, lost: (gap: Gap) => void, depth = 0): Generator<Row> {
    const page = depth > deepest || seen.has(number) ? undefined : pages.read(number)
    const from = headerAt(number)
    const type = page?.[from]
    if (!page || (type !== leaf[kind] && type !== inner[kind])) return lost(gap)
    seen.add(number)
    if (type === leaf[kind]) {
      const rows = cellsOf(page, from, 8).map((at) => rowAt(page, at, kind))
      if (rows.length !== page.readUInt16BE(from + 3) || rows.includes(undefined)) lost(gap)
      for (const row of rows) if (row) yield row
      return
    }
    const cells = cellsOf(page, from, 12)
    if (cells.length !== page.readUInt16BE(from + 3)) return lost(gap)
    let after = gap.after
    for (const at of cells) {
      if (at < 8 || at + 4 > pages.usable) {
        lost(gap)
        continue
      }
      const key = kind === 'table' ? varint(page, at + 4)?.[0] : undefined
      const to = key ?? gap.to
      yield* walk(page.readUInt32BE(at), kind, { after, to }, lost, depth + 1)
      after = to
      if (kind === 'table') continue
      const row = rowAt(page, at + 4, kind) // here, rows stand between their trees, too
      if (row) yield row
      else lost(gap)
    }
    yield* walk(page.readUInt32BE(from + 8), kind, { after, to: gap.to }, lost, depth + 1)
  }

  return {
    /** The rows of a tree; `lost` hears of each part that cannot be read. */
    rows: (root: number, kind: TreeKind, lost: (gap: Gap) => void): Generator<Row> =>
      walk(root, kind, { after: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER }, lost),

    /** Leaves that no tree led to and that hold something: of trees whose inner pages are damaged. */
    *strays(kind: TreeKind): Generator<Row[]> {
      const free = pages.free()
      for (let number = 2; number <= pages.count; number++) {
        if (seen.has(number) || free.has(number)) continue
        const rows = rowsOf(number, kind)
        if (!rows || rows.length === 0 || rows.includes(undefined)) continue
        yield rows as Row[]
      }
    },

    /** Pages that were come by. */
    get pagesSeen(): number {
      return seen.size
    },
  }
}
