import { createContext } from '@lit/context'
import type { McpServer, McpServerChange, McpToolChange, mcpApi, NewMcpServer } from '../api/mcp.ts'
import { text } from '../strings/index.ts'
import { Collection } from './collection.ts'
import type { Notices } from './notices.ts'

/** The MCP servers that were added, kept in step with how they are once somebody looked. */
export class Mcp extends Collection<McpServer> {
  readonly #api

  constructor(api: ReturnType<typeof mcpApi>, notices: Notices) {
    super(notices, {})
    this.#api = api
  }

  protected override fetch(signal: AbortSignal): Promise<readonly McpServer[]> {
    return this.#api.list(signal)
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
    this.put(await this.#api.change(id, change))
  }

  /** The same for a button, which has no place of its own for what went wrong. */
  async attempt(id: string, change: McpServerChange): Promise<void> {
    try {
      await this.change(id, change)
    } catch (error) {
      this.notices.error(error)
    }
  }

  async changeTool(id: string, name: string, change: McpToolChange): Promise<void> {
    try {
      await this.#api.changeTool(id, name, change)
    } catch (error) {
      this.notices.error(error)
    }
    await this.refresh()
  }

  /** Stops a server and takes it away at once; it is removed, with its secrets, after a while, unless the reader thinks better of it. */
  remove({ id, name, enabled }: McpServer): void {
    if (enabled) void this.attempt(id, { enabled: false })
    this.removeLater([id], {
      message: text.mcp.removed(name),
      remove: () => this.#api.remove(id, { keepalive: true }),
      undone: () => {
        if (enabled) void this.attempt(id, { enabled: true })
      },
    })
  }
}

export const mcpContext = createContext<Mcp>('mcp')
