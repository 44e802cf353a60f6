/**
 * What the backend says to the window through the Neutralino core (`app.broadcast`): names and their data. It is where to find
 * the server, and how that is; what changes in the server, it tells itself (`GET /api/events`).
 * The window says `aios.hello` (answered with `aios.ready` or `aios.state`), `aios.retry` and `aios.quit`.
 */
export type LinkEvents = {
  'aios.ready': { port: number; token: string; version: string }
  'aios.state': BackendState
}

export type BackendState =
  | { state: 'starting' }
  | { state: 'restarting'; attempt: number; cause: string }
  | { state: 'failed'; cause: string; logTail: string[] }
  | { state: 'stopping'; reason: string }
