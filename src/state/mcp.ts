import { createContext } from '@lit/context'
import type { McpServer, McpServerChange, McpToolChange, mcpApi, NewMcpServer } from '../api/mcp.ts'
import { Observable } from '../base/observable.ts'
import { refresher } from '../base/refresher.ts'
import { text } from '../strings/index.ts'
import type { Notices } from './notices.ts'

type State = { items?: readonly McpServer[]; error?: string | undefined }

/** The MCP servers that were added, kept in step with how they are once somebody looked. */
export class Mcp extends Observable<State> {
  readonly #api
  readonly #notices: Notices
  readonly refresh
  #leaving = new Set<string>()

  constructor(api: ReturnType<typeof mcpApi>, notices: Notices) {
    super({})
    this.#api = api
    this.#notices = notices
    this.refresh = refresher(
      async (signal) => this.#show(await api.list(signal)),
      ({ message }) => this.patch({ error: message }),
    ).refresh
  }

  /** Nobody else asks before one is needed. */
  hint(): void {
    if (this.value.items) void this.refresh()
  }

  /** Adds servers, and lets them run where the user said so. @throws ApiError */
  async add(servers: readonly NewMcpServer[], { run }: { run: boolean }): Promise<void> {
    try {
      for (const server of servers) {
        const { id } = await this.#api.add(server)
        if (run) await this.#api.change(id, { enabled: true })
      }
    } finally {
      await this.refresh()
    }
  }

  /** @throws ApiError */
  async change(id: string, change: McpServerChange): Promise<void> {
    const changed = await this.#api.change(id, change)
    this.#show((this.value.items ?? []).map((server) => (server.id === id ? changed : server)))
  }

  /** The same for a button, which has no place of its own for what went wrong. */
  async attempt(id: string, change: McpServerChange): Promise<void> {
    try {
      await this.change(id, change)
    } catch (error) {
      this.#notices.error(error)
    }
  }

  async changeTool(id: string, name: string, change: McpToolChange): Promise<void> {
    try {
      await this.#api.changeTool(id, name, change)
    } catch (error) {
      this.#notices.error(error)
    }
    await this.refresh()
  }

  /** Stops a server and takes it away at once; it is removed, with its secrets, after a while, unless the reader thinks better of it. */
  remove({ id, name, enabled }: McpServer): void {
    const back = () => {
      this.#leaving.delete(id)
      if (enabled) void this.attempt(id, { enabled: true })
      void this.refresh()
    }
    this.#leaving.add(id)
    this.#show(this.value.items ?? [])
    if (enabled) void this.attempt(id, { enabled: false })
    this.#notices.undoable(text.mcp.removed(name), {
      undo: back,
      commit: () => this.#api.remove(id, { keepalive: true }),
    })
  }

  #show(items: readonly McpServer[]): void {
    this.set({ items: items.filter(({ id }) => !this.#leaving.has(id)), error: undefined })
  }
}

export const mcpContext = createContext<Mcp>('mcp')
