import { type ClientResponse, hc } from 'hono/client'
import type { App } from '../../extensions/backend/src/server/app.ts'
import type { ErrorBody } from '../../extensions/backend/src/shared/contract/common.ts'
import { text } from '../strings/index.ts'
import type { Connection } from './connection/connection.ts'
import type { Endpoint } from './connection/link.ts'

type Client = ReturnType<typeof hc<App>>
type Body<R extends ClientResponse<unknown>> = Awaited<ReturnType<R['json']>>

/** A request that the backend refused, or that did not reach it; `message` is for people. */
export class ApiError extends Error {
  override name = 'ApiError'

  constructor(
    readonly code: string,
    message: string,
    /** HTTP status; 0 when there was no answer. */
    readonly status: number,
  ) {
    super(message)
  }
}

/**
 * Calls to the backend, wherever it is at the moment: `api.call((client) => client.api.agents.$get())` gives the
 * parsed answer. A request that the backend went away underneath fails with status 0; nothing is sent again by itself.
 */
export class Api {
  readonly #connection: Connection
  #client: { for: Endpoint; client: Client } | undefined

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** @throws {@link ApiError} */
  async call<R extends ClientResponse<unknown>>(
    send: (client: Client, options: { init: RequestInit }) => Promise<R>,
    signal?: AbortSignal,
  ): Promise<Body<R>> {
    const response = await this.#send((endpoint) => send(this.#clientOf(endpoint), { init: { signal } }), signal)
    return response.status === 204 ? (undefined as Body<R>) : ((await response.json()) as Body<R>)
  }

  /** The raw answer of a path below the backend's address, for bytes and streams. @throws {@link ApiError} */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return this.#send(
      ({ url, token }) =>
        fetch(url + path, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } }),
      init.signal ?? undefined,
    )
  }

  /** The address and token of the moment, for what `fetch` cannot do. @throws {@link ApiError} */
  endpoint(): Promise<Endpoint> {
    return this.#connection.endpoint().catch((error: Error) => {
      throw new ApiError('offline', error.message, 0)
    })
  }

  async #send<R extends Pick<Response, 'ok' | 'status' | 'json'>>(
    send: (endpoint: Endpoint) => Promise<R>,
    signal: AbortSignal | undefined,
  ): Promise<R> {
    const endpoint = await this.endpoint()
    const response = await send(endpoint).catch((error: unknown) => {
      if (signal?.aborted) throw error
      this.#connection.suspect()
      throw new ApiError('offline', text.status.disconnected, 0)
    })
    if (response.ok) return response
    if (response.status === 401) this.#connection.refused(endpoint)
    throw await errorOf(response)
  }

  #clientOf(endpoint: Endpoint): Client {
    if (this.#client?.for !== endpoint) {
      const headers = { Authorization: `Bearer ${endpoint.token}` }
      this.#client = { for: endpoint, client: hc<App>(endpoint.url, { headers }) }
    }
    return this.#client.client
  }
}

/** What the backend's answer says went wrong. */
export const errorOf = async (response: Pick<Response, 'status' | 'json'>): Promise<ApiError> => {
  const body: Partial<ErrorBody> | undefined = await response.json().catch(() => undefined)
  if (!body?.error) return new ApiError('unknown', text.error.status(response.status), response.status)
  const { code, message, ref } = body.error
  return new ApiError(code, ref ? text.error.withRef(message, ref) : message, response.status)
}
