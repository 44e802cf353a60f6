import { type Context, ContextProvider, createContext } from '@lit/context'
import type { ReactiveElement } from 'lit'
import type { AppEvent } from '../../extensions/backend/src/shared/contract/events.ts'
import { agentsApi, toolsApi } from '../api/agents.ts'
import { approvalsApi } from '../api/approvals.ts'
import { Api } from '../api/client.ts'
import { conditionApi, diagnosticsApi } from '../api/condition.ts'
import { Connection } from '../api/connection/connection.ts'
import { followEvents } from '../api/connection/events.ts'
import type { Link } from '../api/connection/link.ts'
import { linksApi, notify } from '../api/desktop.ts'
import { documentsApi, indexingApi } from '../api/documents.ts'
import { foldersApi } from '../api/folders.ts'
import { mcpApi } from '../api/mcp.ts'
import { preferencesApi } from '../api/preferences.ts'
import { providersApi, usageApi } from '../api/providers.ts'
import { schedulesApi } from '../api/schedules.ts'
import { embeddingsApi, searchApi } from '../api/search.ts'
import { recoveryApi, storageApi } from '../api/storage.ts'
import { tasksApi } from '../api/tasks.ts'
import { workspacesApi } from '../api/workspaces.ts'
import { loads } from '../base/load.ts'
import { text } from '../strings/index.ts'
import { Actions, actionsContext } from './actions.ts'
import { Agents, agentsContext } from './agents.ts'
import { Approvals, approvalsContext } from './approvals.ts'
import { watchAttention } from './attention.ts'
import { Condition, conditionContext } from './condition.ts'
import { Documents, documentsContext } from './documents.ts'
import { Embeddings, embeddingsContext } from './embeddings.ts'
import { Evidence, evidenceContext } from './evidence.ts'
import { Folders, foldersContext } from './folders.ts'
import { Indexing, indexingContext } from './indexing.ts'
import { Mcp, mcpContext } from './mcp.ts'
import { Notices, noticesContext } from './notices.ts'
import { Preferences, preferencesContext } from './preferences.ts'
import { Providers, providersContext } from './providers.ts'
import { Route, routeContext } from './route.ts'
import { Schedules, schedulesContext } from './schedules.ts'
import { Tasks, tasksContext } from './tasks.ts'
import { Thread, threadContext } from './thread.ts'
import { Uploads, uploadsContext } from './uploads.ts'
import { Workspaces, workspacesContext } from './workspaces.ts'

const backendOf = (api: Api) => ({
  workspaces: workspacesApi(api),
  condition: conditionApi(api),
  diagnostics: diagnosticsApi(api),
  documents: documentsApi(api),
  embeddings: embeddingsApi(api),
  folders: foldersApi(api),
  indexing: indexingApi(api),
  links: linksApi(api),
  mcp: mcpApi(api),
  preferences: preferencesApi(api),
  providers: providersApi(api),
  recovery: recoveryApi(api),
  schedules: schedulesApi(api),
  search: searchApi(api),
  storage: storageApi(api),
  tasks: tasksApi(api),
  tools: toolsApi(api),
  agents: agentsApi(api),
  approvals: approvalsApi(api),
  usage: usageApi(api),
})
/** The calls that a screen makes itself, where no store keeps the answer. */
export type Backend = ReturnType<typeof backendOf>
export const backendContext = createContext<Backend>('backend')
export const connectionContext = createContext<Connection>('connection')

/** Makes all stores, joins them, and provides each of them to what stands below `host`. */
export const provideState = (host: ReactiveElement, link: Link) => {
  const connection = new Connection(link)
  const api = new Api(connection)
  const backend = backendOf(api)
  const notices = new Notices()
  const preferences = new Preferences(backend.preferences, notices)
  const workspaces = new Workspaces(backend.workspaces, preferences, notices)
  const documents = new Documents(backend.documents, notices)
  const folders = new Folders(backend.folders, notices)
  const indexing = new Indexing(backend.indexing, notices)
  const uploads = new Uploads(api, workspaces, documents)
  const tasks = new Tasks(backend.tasks, backend.agents, notices)
  const schedules = new Schedules(backend.schedules, notices)
  const agents = new Agents(backend.agents, notices)
  const approvals = new Approvals(backend.approvals, notices)
  const mcp = new Mcp(backend.mcp, notices)
  const providers = new Providers(backend.providers, notices)
  const embeddings = new Embeddings(backend.embeddings, notices)
  const condition = new Condition(backend.condition)
  const evidence = new Evidence()
  const thread = new Thread()
  const route = new Route()
  const actions = new Actions({ agents, documents, notices, route, tasks, thread, uploads, workspaces })

  const provide = <T>(context: Context<unknown, T>, initialValue: T) =>
    new ContextProvider(host, { context, initialValue })
  provide(backendContext, backend)
  provide(connectionContext, connection)
  provide(noticesContext, notices)
  provide(workspacesContext, workspaces)
  provide(documentsContext, documents)
  provide(foldersContext, folders)
  provide(indexingContext, indexing)
  provide(uploadsContext, uploads)
  provide(tasksContext, tasks)
  provide(schedulesContext, schedules)
  provide(agentsContext, agents)
  provide(approvalsContext, approvals)
  provide(mcpContext, mcp)
  provide(providersContext, providers)
  provide(embeddingsContext, embeddings)
  provide(conditionContext, condition)
  provide(evidenceContext, evidence)
  provide(threadContext, thread)
  provide(preferencesContext, preferences)
  provide(routeContext, route)
  provide(actionsContext, actions)

  workspaces.subscribe(({ items, currentId }) => {
    if (!items) return
    documents.open(currentId)
    folders.open(currentId)
    tasks.open(currentId)
    thread.open(currentId)
  })

  const refreshAll = async () => {
    void agents.refresh()
    void approvals.refresh()
    void condition.refresh()
    void documents.refresh()
    embeddings.hint()
    mcp.refreshIfWanted()
    void folders.refresh()
    void indexing.refresh()
    void tasks.refresh()
    tasks.hintQueue()
    schedules.refreshIfWanted()
    await preferences.refresh() // they know which workspace was open
    await workspaces.refresh()
  }
  const onEvent = (event: AppEvent) => {
    if (event.type === 'document.changed') documents.hint(event)
    if (event.type === 'folder.changed') folders.hint(event)
    if (event.type === 'indexing.changed') indexing.hint(event)
    if (event.type === 'embeddings.changed') embeddings.hint()
    if (event.type === 'condition.changed') void condition.refresh()
    if (event.type === 'agent.changed') void agents.refresh()
    if (event.type === 'mcp.changed') mcp.refreshIfWanted()
    if (event.type === 'task.changed') tasks.hint(event)
    if (event.type === 'queue.changed') tasks.hintQueue()
    if (event.type === 'schedule.changed' || event.type === 'folder.changed') schedules.refreshIfWanted()
    if (event.type === 'task.changed') approvals.hint(event)
    if (event.type !== 'workspace.changed') return
    void workspaces.refresh()
    if (event.status === 'removed') tasks.forget(event.id)
    else void tasks.refresh()
    if (event.id !== workspaces.value.currentId || event.status === 'removed') return
    void documents.refresh()
  }

  const start = () => {
    addEventListener('pagehide', () => notices.settle())
    addEventListener('aios.closing', () => notices.settle())
    loads.addEventListener('failed', () =>
      notices.offer(text.frame.unopened, { label: text.action.reload, run: () => location.reload() }),
    )
    watchAttention({ approvals, tasks }, notify)
    connection.subscribe(({ state }) => {
      if (state === 'connected') void condition.refresh() // also while it is repaired, when there are no events
    })
    connection.start()
    followEvents({ api, connection }, { event: onEvent, reset: () => void refreshAll() })
  }

  return { actions, approvals, condition, documents, evidence, notices, route, start, tasks, uploads, workspaces }
}

export type AppState = ReturnType<typeof provideState>
