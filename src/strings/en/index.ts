import { agentForm, handOver } from './agent-form.ts'
import { answering, leaving } from './answers.ts'
import { approvals, attention, permissions } from './approvals.ts'
import { checking } from './checking.ts'
import { embeddings } from './embeddings.ts'
import { external } from './external.ts'
import * as format from './format.ts'
import { action, condition, error, frame, keys, palette, status, workspaces } from './frame.ts'
import { access, mcp } from './mcp.ts'
import { about, models, usage } from './models.ts'
import { agents, settings } from './places.ts'
import { ask, evidence, firstStart } from './reading.ts'
import { recovery, unclaimed } from './recovery.ts'
import { recall, search } from './search.ts'
import { repair, snapshots } from './snapshots.ts'
import { compare, manager, queue, schedules, taskPage } from './tasks.ts'
import { library, tasks } from './work.ts'

export const en = {
  about,
  access,
  action,
  agentForm,
  agents,
  answering,
  approvals,
  ask,
  attention,
  checking,
  compare,
  condition,
  embeddings,
  error,
  evidence,
  external,
  firstStart,
  format,
  frame,
  handOver,
  keys,
  leaving,
  library,
  manager,
  mcp,
  models,
  palette,
  permissions,
  recall,
  recovery,
  search,
  queue,
  repair,
  schedules,
  settings,
  snapshots,
  status,
  taskPage,
  tasks,
  unclaimed,
  usage,
  workspaces,
}
