import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { eventBus } from '../../../extensions/backend/src/base/events.ts'
import { neighbourWatch } from '../../../extensions/backend/src/services/system/other-instances.ts'
import { connect, openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { instanceStore } from '../../../extensions/backend/src/storage/database/instances.ts'
import { preferenceStore } from '../../../extensions/backend/src/storage/setup/preferences.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { until } from '../../support/until.ts'

const pause = 20
const log = pino({ level: 'silent' })

/** What an instance has of this: its own connection, its events, and its watch, which is at work. */
const instance = async (dataDir: string) => {
  const db = await openDatabase(dataDir)
  const events = eventBus()
  let resets = 0
  events.watch(({ type }) => {
    if (type === 'reset') resets += 1
  })
  let looks = 0
  const store = instanceStore(db)
  const others = () => {
    looks += 1
    return store.others()
  }
  const watch = neighbourWatch({ store: { ...store, others }, events, log, pause })
  watch.start()
  let isOpen = true
  const close = () => {
    if (isOpen) watch.close()
    if (isOpen) db.close()
    isOpen = false
  }
  onTestFinished(close)
  return {
    db,
    events,
    preferences: preferenceStore(db),
    resets: () => resets,
    close,
    /** Settles when it has looked some times more. */
    looked: (from = looks) => until(() => looks > from + 4),
  }
}

/** A thread's connection, as the ones that write pages and vectors have. */
const thread = (dataDir: string) => {
  const db = connect(dataDir, 'writer')
  onTestFinished(() => db.close())
  const { put } = preferenceStore(db)
  return { write: (value: number) => put('written by a thread', value) }
}

/** Two that know of each other. */
const two = async () => {
  const dataDir = temporaryFolder()
  const [one, other] = [await instance(dataDir), await instance(dataDir)]
  await Promise.all([one.looked(), other.looked()])
  return { one, other, dataDir }
}

it('what threads of its own write is no news from a neighbour, whatever thread it is', async () => {
  const dataDir = temporaryFolder()
  const alone = await instance(dataDir)
  const threads = [thread(dataDir), thread(dataDir)]
  for (let n = 0; n < 20; n++) {
    for (const { write } of threads) write(n)
    await delay(pause)
  }
  await alone.looked()
  expect(alone.resets()).toBe(0)
})

it('a neighbour is told of what the other one wrote, and of what its events told, and tells nothing back', async () => {
  const { one, other } = await two()
  const [before, ownBefore] = [other.resets(), one.resets()]
  one.preferences.put('theme', 'dark')
  await until(() => other.resets() > before)
  await Promise.all([one.looked(), other.looked()])
  expect(other.resets()).toBe(before + 1)

  one.events.emit({ type: 'embeddings.changed' })
  await until(() => other.resets() > before + 1)
  await Promise.all([one.looked(), other.looked()])
  expect(other.resets()).toBe(before + 2)
  expect(one.resets()).toBe(ownBefore)
})

it('a neighbour is heard while threads of our own write without a pause', async () => {
  const { one, other, dataDir } = await two()
  const { write } = thread(dataDir)
  const before = one.resets()
  for (let n = 0; n < 20; n++) {
    write(n)
    await delay(pause)
  }
  await one.looked()
  expect(one.resets(), 'by its own thread').toBe(before)
  other.preferences.put('theme', 'dark')
  await until(() => {
    write(Date.now())
    return one.resets() > before
  })
})

it('the last that a neighbour did before it left, or before it crashed, is asked for', async () => {
  const { one, other } = await two()
  const before = one.resets()
  other.preferences.put('theme', 'dark')
  other.close()
  await until(() => one.resets() > before)

  await one.looked()
  const left = one.resets()
  const { pid } = spawnSync(process.execPath, ['--version'])
  one.db.prepare('INSERT INTO instance (name) VALUES (?)').run(`${hostname()}:${pid}:1:1`)
  await until(() => one.resets() > left)
  await one.looked()
  expect(one.resets()).toBe(left + 1)
  expect(one.db.prepare('SELECT count(*) AS n FROM instance').get()).toEqual({ n: 1 })
})

it('one that starts later has its clients ask again, as nobody told it what happened before', async () => {
  const dataDir = temporaryFolder()
  const one = await instance(dataDir)
  await one.looked()
  const later = await instance(dataDir)
  await until(() => later.resets() === 1)
  await later.looked()
  expect(later.resets()).toBe(1)
})
