import { createContext } from '@lit/context'
import { Observable } from '../observable.ts'

export const screens = ['ask', 'library', 'tasks', 'agents', 'settings'] as const
export type Screen = (typeof screens)[number]
export type Place = {
  screen: Screen
  id?: string
  /** Rises whenever the screen's main field is to take the focus. */
  focus: number
}

/** Which screen is shown: `#/tasks/<id>` in the address, so that Back works and a reload stays where it was. */
export class Route extends Observable<Place> {
  constructor() {
    super({ ...placeOf(location.hash), focus: 0 })
    addEventListener('hashchange', () => this.#follow(this.value.focus))
  }

  go(screen: Screen, id?: string): void {
    location.hash = hrefTo(screen, id)
    this.#follow(this.value.focus)
  }

  /** Goes to a screen and into its main field: the composer, the library's search. */
  goInto(screen: Screen): void {
    location.hash = hrefTo(screen)
    this.#follow(this.value.focus + 1)
  }

  #follow(focus: number): void {
    const place = placeOf(location.hash)
    const { value } = this
    if (place.screen === value.screen && place.id === value.id && focus === value.focus) return
    this.set({ ...place, focus })
  }
}

export const hrefTo = (screen: Screen, id?: string): string => `#/${screen}${id ? `/${encodeURIComponent(id)}` : ''}`

const placeOf = (hash: string): Omit<Place, 'focus'> => {
  const [, name, id] = hash.split('/')
  const screen = screens.find((known) => known === name) ?? 'ask'
  return id ? { screen, id: decodeURIComponent(id) } : { screen }
}

export const routeContext = createContext<Route>('route')
