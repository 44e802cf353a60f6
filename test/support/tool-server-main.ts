import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { openApp } from '../../extensions/backend/src/server/open.ts'
import { noting } from './scripted-tools.ts'

/** Run by tool-server.ts: the server without its supervisor, with tools that note what they do in a file. */
const [dataDir = '', folder = '', afterCrash] = process.argv.slice(2)
const notes = join(folder, 'notes')

/** A call takes its time, and stays in its middle as long as there is a file that says so. */
const gate = (name: string) => async () => {
  await delay(40)
  while (existsSync(join(folder, `${name}.closed`))) await delay(5)
}

const server = createServer()
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
const { port } = server.address() as AddressInfo
const { services, answer } = await openApp({
  token: 'token-of-the-test',
  port: () => port,
  origins: [],
  dataDir,
  version: '0.0.0',
  log: pino({ level: process.env.AIOS_TEST_LOG ?? 'silent' }, pino.destination(2)),
  afterCrash: afterCrash === 'after-crash',
  tools: [
    noting('again', notes, { repeatable: true, work: gate('again') }),
    noting('once', notes, { repeatable: false, risk: 'write', work: gate('once') }),
  ],
})
server.on('request', answer)
services.start()
process.on('SIGTERM', () => void services.close().finally(() => process.exit()))
process.stdout.write(`${port}\n`)
