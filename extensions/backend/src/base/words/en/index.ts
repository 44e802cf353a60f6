import { agents, extractive, modelRuns } from './agents.ts'
import { answers } from './answers.ts'
import { condition, database, disk, links, mended, recovery, snapshots } from './data.ts'
import { documents, exchange, filters, folders, originals, pages, unclaimed, workspaces } from './documents.ts'
import { agentFiles, externalAgents, mcp, programs } from './external.ts'
import { checkup, models } from './models.ts'
import { providers } from './providers.ts'
import { reading } from './reading.ts'
import { dates, patterns, search } from './search.ts'
import { access, check, repairing, requests, restore, storage } from './server.ts'
import { commandLine, handshake, link, serverProcess } from './supervisor.ts'
import { decisions, fileChanges, notSaved, schedules, steps, tasks } from './tasks.ts'
import { tools, waiting } from './tools.ts'
import { warnings } from './warnings.ts'

export const en = {
  access,
  agentFiles,
  agents,
  answers,
  check,
  checkup,
  commandLine,
  condition,
  database,
  dates,
  decisions,
  disk,
  documents,
  exchange,
  externalAgents,
  extractive,
  fileChanges,
  filters,
  folders,
  handshake,
  link,
  links,
  mcp,
  mended,
  modelRuns,
  models,
  notSaved,
  originals,
  pages,
  patterns,
  programs,
  providers,
  reading,
  recovery,
  repairing,
  requests,
  restore,
  schedules,
  search,
  serverProcess,
  snapshots,
  steps,
  storage,
  tasks,
  tools,
  unclaimed,
  waiting,
  warnings,
  workspaces,
}
