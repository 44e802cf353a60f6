import { programRegistry } from '../../programs/program-registry.ts'
import { agentService } from '../../services/agents/agents.ts'
import { externalAgentService } from '../../services/agents/external-agents.ts'
import { externalSetups } from '../../services/agents/external-setup.ts'
import { mcpAccessService } from '../../services/agents/mcp-access.ts'
import { libraryService } from '../../services/agents/mcp-library.ts'
import { mcpService } from '../../services/agents/mcp-servers.ts'
import { taskLibraries } from '../../services/tasks/task-library.ts'
import { mcpAccessStore } from '../../storage/setup/mcp-access.ts'
import { mcpStore } from '../../storage/setup/mcp-servers.ts'
import { programProcessStore } from '../../storage/setup/program-processes.ts'
import type { Foundation } from '../foundation.ts'
import type { Models } from './models.ts'
import type { Search } from './search.ts'
import type { Threads } from './threads.ts'

/** Agents and the programs that work for them, and the library as other programs see it. */
export const openAgents = (foundation: Foundation, parts: Threads & Models & Search) => {
  const { dataDir, db, events, log, port, stores, version } = foundation
  const { analysing, keys, providers, searching } = parts
  const setups = externalSetups({ keys })
  const agents = agentService({ store: stores.agents, providers: providers.all, setups, events })
  const programs = programRegistry({ processes: programProcessStore(db), log })
  return {
    agents,
    programs,
    mcp: mcpService({ store: mcpStore(db), programs, keys, events, log, version }),
    externalAgents: externalAgentService({ agents, setups, programs, version }),
    taskLibraries: taskLibraries({ port }),
    mcpAccess: mcpAccessService({ store: mcpAccessStore(db), keys, port, dataDir }),
    library: libraryService({ ...stores, searching, analysing }),
  }
}
export type Agents = ReturnType<typeof openAgents>
