import { closeSync, cpSync, openSync, statSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openApp } from './app.ts'
import { permit } from './samples.ts'

const pageSize = 4096

/** What stands in a library, to be compared with what is left of it. */
export type Contents = { workspaces: string[]; documents: string[]; answers: string[] }

export const contentsOf = (dataDir: string): Contents => {
  const db = new DatabaseSync(join(dataDir, 'aios.db'), { readOnly: true })
  const all = (sql: string) => (db.prepare(sql).all() as { id: string }[]).map(({ id }) => id)
  try {
    return {
      workspaces: all('SELECT id FROM workspace ORDER BY id'),
      documents: all('SELECT id FROM document ORDER BY id'),
      answers: all("SELECT id || ' ' || coalesce(result, '') AS id FROM task ORDER BY id"),
    }
  } finally {
    db.close()
  }
}

/** A library with some workspaces, documents of several passages, and tasks with their answers; closed. */
export const filledLibrary = async (dataDir: string, { workspaces = 3, documents = 14, tasks = 4 } = {}) => {
  const app = await openApp({ dataDir })
  const ids: string[] = []
  for (let w = 0; w < workspaces; w++) {
    const { id } = await app.workspace(`Harbour ${w}`)
    ids.push(id)
    const files = Array.from({ length: documents }, (_, n): [string, string] => [
      `berth ${w}-${n}.md`,
      Array.from(
        { length: 1 + (n % 9) },
        (_, part) => `${permit}\n\nBerth ${w}-${n} is part ${part} of pier${w}x${n}.`,
      ).join('\n\n'),
    ])
    await app.add(id, ...files)
    for (let n = 0; n < tasks; n++) await app.ask(id, `What is the annual fee for mooring ${n}?`)
  }
  await app.close({ keep: true })
  return { ids, contents: contentsOf(dataDir) }
}

export const pagesOf = (dataDir: string): number => Math.ceil(statSync(join(dataDir, 'aios.db')).size / pageSize)

/** Bytes that are neither text nor a page of a database; the same each time. */
const garbage = (seed: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: pageSize }, (_, at) => (at * 167 + seed * 89 + ((at * seed) >> 3) + 129) % 251))

/** Overwrites pages, numbered from 1. */
export const damagePages = (dataDir: string, pages: readonly number[], bytes?: Buffer): void => {
  const file = openSync(join(dataDir, 'aios.db'), 'r+')
  try {
    for (const page of pages) writeSync(file, bytes ?? garbage(page), 0, pageSize, (page - 1) * pageSize)
  } finally {
    closeSync(file)
  }
}

export const wipePages = (dataDir: string, pages: readonly number[]): void =>
  damagePages(dataDir, pages, Buffer.alloc(pageSize))

/** Cuts the database off; `size` in bytes. */
export const cutOff = (dataDir: string, size: number): void => truncateSync(join(dataDir, 'aios.db'), size)

export const copyOf = (dataDir: string, to: string): string => {
  cpSync(dataDir, to, { recursive: true })
  return to
}
