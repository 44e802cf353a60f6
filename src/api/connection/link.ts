import type { BackendState } from '../../../extensions/backend/src/shared/contract/link.ts'

/** Where the backend answers, and the token that it wants to see. */
export type Endpoint = { url: string; token: string }

/** What a link hears without having asked. */
export type LinkListener = {
  /** The backend is there, perhaps at another address than before. */
  ready(endpoint: Endpoint): void
  state(state: BackendState): void
}

/** The way from this page to the backend's address: the Neutralino core in the shell, the page's own address in a browser. */
export type Link = {
  /** Asks where the backend is. @throws when nobody answers in time, or {@link Unreachable} when asking again is no use */
  find(signal: AbortSignal): Promise<Endpoint>
  listen(listener: LinkListener): void
  /** Asks for a new try after the backend has given up. */
  retry(): Promise<void>
}

/** The backend cannot be reached, and trying again by itself would not change that. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}
