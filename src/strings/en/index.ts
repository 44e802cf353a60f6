import { answering, leaving } from './answers.ts'
import { approvals, attention, permissions } from './approvals.ts'
import { embeddings } from './embeddings.ts'
import * as format from './format.ts'
import { action, error, frame, keys, palette, status, workspaces } from './frame.ts'
import { about, models, usage } from './models.ts'
import { agents, settings } from './places.ts'
import { ask, evidence, firstStart } from './reading.ts'
import { recall, search } from './search.ts'
import { compare, manager, queue, schedules, taskPage } from './tasks.ts'
import { library, tasks } from './work.ts'

export const en = {
  about,
  action,
  agents,
  answering,
  approvals,
  ask,
  attention,
  compare,
  embeddings,
  error,
  evidence,
  firstStart,
  format,
  frame,
  keys,
  leaving,
  library,
  manager,
  models,
  palette,
  permissions,
  recall,
  search,
  queue,
  schedules,
  settings,
  status,
  taskPage,
  tasks,
  usage,
  workspaces,
}
