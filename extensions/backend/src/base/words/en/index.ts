import { answers } from './answers.ts'
import { externalAgents } from './external.ts'
import { providers } from './providers.ts'
import { reading } from './reading.ts'
import { dates, patterns, search } from './search.ts'
import { access, check, repairing, requests, restore, storage } from './server.ts'
import { commandLine, handshake, link, serverProcess } from './supervisor.ts'
import { tools, waiting } from './tools.ts'
import { warnings } from './warnings.ts'

export const en = {
  access,
  answers,
  check,
  commandLine,
  dates,
  externalAgents,
  handshake,
  link,
  patterns,
  providers,
  reading,
  repairing,
  requests,
  restore,
  search,
  serverProcess,
  storage,
  tools,
  waiting,
  warnings,
}
