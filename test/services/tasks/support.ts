import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { type Change, eventBus } from '../../../extensions/backend/src/base/events.ts'
import { agentService } from '../../../extensions/backend/src/services/agents/agents.ts'
import { externalSetups } from '../../../extensions/backend/src/services/agents/external-setup.ts'
import { keyService } from '../../../extensions/backend/src/services/models/keys.ts'
import { type NewAgent, newAgent } from '../../../extensions/backend/src/shared/contract/agents.ts'
import { openDatabase } from '../../../extensions/backend/src/storage/database/database.ts'
import { workspaceStore } from '../../../extensions/backend/src/storage/library/workspaces.ts'
import { agentStore } from '../../../extensions/backend/src/storage/setup/agents.ts'
import { keyFile } from '../../../extensions/backend/src/storage/setup/key-file.ts'
import { approvalStore } from '../../../extensions/backend/src/storage/tasks/approvals.ts'
import { grantStore } from '../../../extensions/backend/src/storage/tasks/grants.ts'
import { taskStore } from '../../../extensions/backend/src/storage/tasks/tasks.ts'
import { temporaryFolder } from '../../support/folder.ts'

export const log = pino({ level: 'silent' })

/** A database in a folder of its own with what tasks are kept in, agents, and one workspace. */
export const openTasks = async ({ afterCrash = false } = {}) => {
  const dataDir = temporaryFolder()
  const db = await openDatabase(dataDir)
  onTestFinished(() => db.close())
  const events = eventBus()
  const changes: Change[] = []
  events.watch((change) => void changes.push(change))
  const keys = keyService({ file: keyFile(dataDir), openKeyring: async () => undefined, log })
  const providers = [{ id: '01900000-0000-7000-8000-0000000000aa', name: 'My server' }]
  const setups = externalSetups({ keys })
  const agents = agentService({ store: agentStore(db), providers: () => providers, setups, events })
  const tasks = taskStore(db, { afterCrash })
  const workspaceId = workspaceStore(db).add('W').workspace.id
  return {
    ...{ dataDir, db, events, changes, keys, agents, tasks, workspaceId, providers },
    approvals: approvalStore(db),
    grants: grantStore(db),
    agent: (sent: Partial<NewAgent> = {}) => agents.add(newAgent.parse({ name: 'Clerk', kind: 'model', ...sent })),
    /** A task at work, and the claim it is under. */
    atWork(agentId: string, parent?: Parameters<typeof tasks.add>[1]) {
      const { id } = tasks.add({ agentId, workspaceId, prompt: 'Why?' }, parent)
      for (let claim = tasks.claim(); claim; claim = tasks.claim()) if (claim.task.id === id) return claim
      throw new Error('It was not claimed.')
    },
    statusOf: (id: string) => tasks.find(id)?.status,
  }
}
