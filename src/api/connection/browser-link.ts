import { text } from '../../strings/index.ts'
import { type Endpoint, type Link, Unreachable } from './link.ts'

const ENDPOINT_KEY = 'aios.endpoint'

/**
 * The link of a page in a browser: the fragment of its address carries the token (`#token=…`) and, where the page
 * does not come from the backend itself, the backend's address (`&backend=http://127.0.0.1:…`). Both move to the
 * tab's session storage and out of the address bar, so that neither history nor a shared address holds the token.
 */
export const browserLink = (page: Window = window): Link => {
  const endpoint = takeFragment(page) ?? remembered(page)
  return {
    async find() {
      if (!endpoint) throw new Unreachable(text.status.noToken)
      return endpoint
    },
    listen() {},
    /** Heard only by the program that stands in for a server that is down. */
    async retry() {
      if (!endpoint) return
      const headers = { Authorization: `Bearer ${endpoint.token}` }
      await fetch(`${endpoint.url}/api/backend/retry`, { method: 'POST', headers })
    },
  }
}

const takeFragment = (page: Window): Endpoint | undefined => {
  const given = new URLSearchParams(page.location.hash.slice(1))
  const token = given.get('token')
  if (!token) return undefined
  const endpoint = { url: local(given.get('backend')) ?? page.location.origin, token }
  page.sessionStorage.setItem(ENDPOINT_KEY, JSON.stringify(endpoint))
  page.history.replaceState(null, '', page.location.pathname + page.location.search)
  return endpoint
}

/** Only this machine's backend may be named in an address: a link must not be able to send questions elsewhere. */
const local = (address: string | null): string | undefined => {
  if (!address || !URL.canParse(address)) return undefined
  const { protocol, hostname, origin } = new URL(address)
  return protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost') ? origin : undefined
}

const remembered = (page: Window): Endpoint | undefined => {
  const stored = page.sessionStorage.getItem(ENDPOINT_KEY)
  return stored ? (JSON.parse(stored) as Endpoint) : undefined
}
