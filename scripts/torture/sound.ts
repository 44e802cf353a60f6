import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isProcessGone } from '../../extensions/backend/src/base/lease.ts'

/** What is not as it should be in a data directory that nobody works on. */
export const unsound = (dataDir: string): string[] => {
  const found: string[] = []
  const db = new DatabaseSync(join(dataDir, 'aios.db'), { readOnly: true })
  try {
    const [check] = db.prepare('PRAGMA quick_check').all() as { quick_check: string }[]
    if (check?.quick_check !== 'ok') found.push(`quick_check: ${check?.quick_check}`)
    if (db.prepare('PRAGMA foreign_key_check').all().length > 0) found.push('rows refer to rows that are gone')
    const { n } = db
      .prepare(
        "SELECT count(*) AS n FROM document d WHERE status = 'ready' AND passages <> (SELECT count(*) FROM passage WHERE document_id = d.id)",
      )
      .get() as { n: number }
    if (n > 0) found.push(`${n} documents that were read have not the passages that they say`)
  } finally {
    db.close()
  }
  const incoming = join(dataDir, 'blobs/incoming')
  // The number of a process that ended may be another program's by now, which nobody can tell from a server that receives.
  const isLeft = (name: string) => isProcessGone(decodeURIComponent(name.slice(0, name.lastIndexOf('.'))))
  const left = existsSync(incoming) ? readdirSync(incoming).filter(isLeft).length : 0
  if (left > 0) found.push(`${left} unfinished files are left`)
  return found
}

/** What the log says about the requests that were answered with a reference to it. */
export const failures = (dataDir: string): string[] => {
  const folder = join(dataDir, 'logs')
  return readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.includes('"ref":"'))
    .map((line) => {
      const { method, path, err } = JSON.parse(line) as { method: string; path: string; err?: { stack?: string } }
      const [message = '', where = ''] = err?.stack?.split('\n') ?? []
      return `${method} ${path.replace(/[0-9a-f-]{36}/g, ':id')}: ${message} ${where.trim()}`.slice(0, 200)
    })
}
