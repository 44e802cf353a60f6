import { createContext } from '@lit/context'
import { Observable } from '../observable.ts'
import { remembered } from './memory.ts'

export const themes = ['system', 'light', 'dark'] as const
export type ThemeName = (typeof themes)[number]

const chosen = remembered('theme')

/** Light, dark, or as the system has it. */
export class Theme extends Observable<ThemeName> {
  constructor() {
    super(themes.find((name) => name === chosen.recall()) ?? 'system')
    this.#apply()
  }

  choose(name: ThemeName): void {
    chosen.keep(name)
    this.set(name)
    this.#apply()
  }

  #apply(): void {
    const { dataset } = document.documentElement
    if (this.value === 'system') delete dataset.theme
    else dataset.theme = this.value
  }
}

export const themeContext = createContext<Theme>('theme')
