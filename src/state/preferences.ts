import { createContext } from '@lit/context'
import { ApiError } from '../api/client.ts'
import type { Preferences as Choices, PreferencesChange, preferencesApi } from '../api/preferences.ts'
import { Observable } from '../base/observable.ts'
import { remembered } from '../base/remembered.ts'
import type { Notices } from './notices.ts'

export type ThemeName = Choices['theme']
export const themes: readonly ThemeName[] = ['system', 'light', 'dark']

const lastTheme = remembered('theme')

/**
 * How its user likes it. The backend keeps it; this browser's memory only spares the first paint a change of colours.
 */
export class Preferences extends Observable<Choices> {
  readonly #api
  readonly #notices: Notices

  constructor(api: ReturnType<typeof preferencesApi>, notices: Notices) {
    super({ theme: themes.find((name) => name === lastTheme.recall()) ?? 'system' })
    this.#api = api
    this.#notices = notices
    this.subscribe(({ theme }) => paint(theme))
    paint(this.value.theme)
  }

  async refresh(): Promise<void> {
    try {
      this.#take(await this.#api.get())
    } catch (error) {
      const isAway = error instanceof ApiError && error.status === 0 // which the connection's state tells already
      if (!isAway) this.#notices.error(error)
    }
  }

  /** Takes effect at once. @throws ApiError when it could not be kept */
  async change(change: PreferencesChange): Promise<void> {
    this.#take({ ...this.value, ...change })
    await this.#api.change(change)
  }

  #take(choices: Choices): void {
    lastTheme.keep(choices.theme)
    this.set(choices)
  }
}

const paint = (theme: ThemeName): void => {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
}

export const preferencesContext = createContext<Preferences>('preferences')
