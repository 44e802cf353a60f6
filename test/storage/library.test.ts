import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { onTestFinished } from 'vitest'
import { type Database, openDatabase } from '../../extensions/backend/src/storage/database/database.ts'
import { createIndex } from '../../extensions/backend/src/storage/index/passage-index.ts'
import { passageWriter } from '../../extensions/backend/src/storage/index/passages.ts'
import { sqliteLibrary } from '../../extensions/backend/src/storage/library/sqlite/library.ts'
import { sqliteStores } from '../../extensions/backend/src/storage/library/sqlite/stores.ts'
import { Analysis } from '../../extensions/backend/src/text/search/index-terms.ts'
import { directThreads } from '../support/direct-threads.ts'
import { flip } from '../support/flip.ts'
import { temporaryFolder } from '../support/folder.ts'
import { placeOf } from '../support/originals.ts'
import type { Engine } from './library-contract/engine.ts'
import { libraryContract } from './library-contract.ts'

const tables = { documents: 'document', 'files of folders': 'folder_file', folders: 'folder' }

const sqlite = async (): Promise<Engine> => {
  const dataDir = temporaryFolder()
  const opened: Database[] = []
  onTestFinished(() => {
    for (const db of opened) db.close()
  })
  return {
    async open({ afterCrash = false } = {}) {
      const db = await openDatabase(dataDir)
      opened.push(db)
      const library = sqliteLibrary(sqliteStores({ db, dataDir, afterCrash }), directThreads(db))
      await library.upkeep.assess()
      return library
    },

    async write({ document: { id, name }, number, workspaceNumber, lease }, pages) {
      const db = opened[0] as Database
      const owner = { id, number, workspaceNumber }
      const analysis = new Analysis(name)
      createIndex(db, workspaceNumber)
      const written = pages.map((text, at) => ({
        ...{ number: at + 1, text, warnings: [] },
        ...analysis.page(text, [{ start: 0, end: text.length }]),
      }))
      passageWriter(db).write(owner, lease, written, analysis.title)
      const whole = analysis.whole()
      passageWriter(db).finish(owner, lease, whole.terms, whole.title)
    },

    async abandon(documentId) {
      const child = spawn(process.execPath, ['-e', ''])
      await once(child, 'exit')
      const owner = `${hostname()}:${child.pid}:1:1`
      opened[0]?.prepare('UPDATE document SET lease_owner = ? WHERE id = ?').run(owner, documentId)
    },

    breakStoring(what) {
      const events = ['INSERT', 'UPDATE', 'DELETE']
      for (const db of opened) {
        for (const event of events)
          db.exec(`CREATE TEMP TRIGGER no_${event} BEFORE ${event} ON main.${tables[what]} BEGIN
            SELECT RAISE(ABORT, 'It cannot be stored.'); END`)
      }
      return () => {
        for (const db of opened) for (const event of events) db.exec(`DROP TRIGGER temp.no_${event}`)
      }
    },

    hasBytes: (sha256) => existsSync(placeOf(dataDir, sha256)),
    damage: (sha256) => flip(placeOf(dataDir, sha256)),
  }
}

libraryContract('SQLite', sqlite)
