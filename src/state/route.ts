import { createContext } from '@lit/context'
import { Observable } from '../base/observable.ts'

export const screens = ['ask', 'library', 'tasks', 'agents', 'settings'] as const
export type Screen = (typeof screens)[number]
type Place = {
  screen: Screen
  id?: string
  /** What stands behind the question mark, as it is: `q=mooring+fee`. */
  query: string
  /** Rises whenever the screen's main field is to take the focus. */
  focus: number
}

/** Named values of a place: what is searched for. */
type Params = Readonly<Record<string, string | undefined>>

/**
 * Which screen is shown: `#/tasks/<id>` or `#/library?q=…` in the address, so that Back works and a reload stays where it
 * was.
 */
export class Route extends Observable<Place> {
  constructor() {
    super({ ...placeOf(location.hash), focus: 0 })
    addEventListener('hashchange', () => this.#follow(this.value.focus))
  }

  go(screen: Screen, id?: string, params?: Params): void {
    location.hash = hrefTo(screen, id, params)
    this.#follow(this.value.focus)
  }

  /** Goes to a screen and into its main field: the composer, the library's search, where what was typed stays. */
  goInto(screen: Screen): void {
    const { value } = this
    if (value.screen !== screen || value.id) location.hash = hrefTo(screen)
    this.#follow(this.value.focus + 1)
  }

  /** A value of the place; empty where it has none of that name. */
  param(name: string): string {
    return new URLSearchParams(this.value.query).get(name) ?? ''
  }

  /** Gives the place other values, for instance while somebody types: no way back to each of them. */
  replaceParams(params: Params): void {
    const { screen, id, focus } = this.value
    history.replaceState(null, '', hrefTo(screen, id, params))
    this.#follow(focus)
  }

  #follow(focus: number): void {
    const place = placeOf(location.hash)
    const { value } = this
    const isSame = place.screen === value.screen && place.id === value.id && place.query === value.query
    if (isSame && focus === value.focus) return
    this.set({ ...place, focus })
  }
}

export const hrefTo = (screen: Screen, id?: string, params: Params = {}): string => {
  const given = Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const query = given.length > 0 ? `?${new URLSearchParams(given)}` : ''
  return `#/${screen}${id ? `/${encodeURIComponent(id)}` : ''}${query}`
}

const placeOf = (hash: string): Omit<Place, 'focus'> => {
  const [path = '', ...rest] = hash.split('?')
  const [, name, id] = path.split('/')
  const screen = screens.find((known) => known === name) ?? 'ask'
  const query = rest.join('?')
  return id ? { screen, id: decodeURIComponent(id), query } : { screen, query }
}

export const routeContext = createContext<Route>('route')
