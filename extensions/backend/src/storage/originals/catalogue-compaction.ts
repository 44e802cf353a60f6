import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { type Database, transaction } from '../database/database.ts'
import type { Catalogue } from './catalogue.ts'

/** Bytes below which a catalogue may be as it likes, those that a line takes about, and how much more than needed it may have. */
const smallest = 1024 ** 2
const line = 400
const most = 4

/** Lines that are written before others get their turn. */
const slice = 500

/**
 * Writes the catalogue anew when most of it was overtaken by later lines: the last line of each thing that is not removed.
 * What is appended meanwhile is taken over. True when it was done.
 */
export const compact = async (
  db: Database,
  { file, state, reach }: Catalogue,
  { above = smallest } = {},
): Promise<boolean> => {
  const { id, writing } = state()
  const found = file.look()
  if (id === null || !found || found.header?.writing !== writing) return false
  if (found.size < above || found.size < most * line * countOf(db)) return false

  const last = new Map<string, string>()
  let position = 0
  for await (const lines of file.read()) {
    for (const { entry, end, text } of lines) {
      position = end
      if (!entry) continue
      const key = `${entry.kind} ${entry.id}`
      last.delete(key) // so that it stands where it was said last
      if (!('isRemoved' in entry)) last.set(key, text)
    }
  }
  const header = { id, writing: randomUUID() }
  const kept = [...last.values()]
  const handle = await open(file.next, 'w', 0o600)
  try {
    await handle.appendFile(`${file.headerOf(header)}\n`)
    for (let at = 0; at < kept.length; at += slice)
      await handle.appendFile(`${kept.slice(at, at + slice).join('\n')}\n`)
    await handle.datasync()
  } catch (error) {
    rmSync(file.next, { force: true }) // on a full disk it is in the way
    throw error
  } finally {
    await handle.close()
  }
  return transaction(db, () => {
    if (state().writing !== writing) return false // another instance was faster
    reach(header, file.replace(position))
    return true
  })
}

const countOf = (db: Database): number => {
  const tables = ['workspace', 'document', 'folder', 'folder_file', 'artifact', 'file_change']
  const counts = tables.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ')
  return (db.prepare(`SELECT ${counts} AS count`).get() as { count: number }).count
}
