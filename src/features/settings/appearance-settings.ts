import { LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import { Use } from '../../base/use.ts'
import { noticesContext } from '../../state/notices.ts'
import { preferencesContext, type ThemeName, themes } from '../../state/preferences.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { choice, choiceStyles } from './choice-field.ts'

/** How it looks. */
@customElement('aios-settings-appearance')
export class AiosSettingsAppearance extends LitElement {
  readonly #preferences = new Use(this, preferencesContext)
  readonly #notices = new Use(this, noticesContext)

  protected override render() {
    return choice({
      legend: text.settings.theme,
      name: 'theme',
      options: themes.map((name) => [name, text.settings.themes[name]] as const),
      value: this.#preferences.value.theme,
      onChoose: (theme) => this.#choose(theme),
    })
  }

  async #choose(theme: ThemeName): Promise<void> {
    try {
      await this.#preferences.store.change({ theme })
    } catch (error) {
      this.#notices.store.error(error)
    }
  }

  static override styles = [base, choiceStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-appearance': AiosSettingsAppearance
  }
}
