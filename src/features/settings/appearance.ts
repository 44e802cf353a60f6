import { css, html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import { noticesContext } from '../../state/notices.ts'
import { preferencesContext, type ThemeName, themes } from '../../state/preferences.ts'
import { Use } from '../../state/use.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'

/** How it looks. */
@customElement('aios-settings-appearance')
export class AiosSettingsAppearance extends LitElement {
  readonly #preferences = new Use(this, preferencesContext)
  readonly #notices = new Use(this, noticesContext)

  protected override render() {
    return html`
      <fieldset>
        <legend>${text.settings.theme}</legend>
        ${themes.map(
          (name) => html`
            <label>
              <input
                type="radio"
                name="theme"
                value=${name}
                .checked=${this.#preferences.value.theme === name}
                @change=${() => this.#choose(name)}
              />
              ${text.settings.themes[name]}
            </label>
          `,
        )}
      </fieldset>
    `
  }

  async #choose(theme: ThemeName): Promise<void> {
    try {
      await this.#preferences.store.change({ theme })
    } catch (error) {
      this.#notices.store.error(error)
    }
  }

  static override styles = [
    base,
    css`
      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2) var(--size-5);
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        margin-block-end: var(--size-1);
        padding: 0;
        color: var(--text-2);
        font-size: var(--text-s);
      }

      label {
        display: flex;
        gap: var(--size-2);
        align-items: center;
        min-block-size: var(--control-s);
        cursor: pointer;
      }

      input {
        inline-size: var(--size-3);
        block-size: var(--size-3);
        margin: 0;
        accent-color: var(--accent);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings-appearance': AiosSettingsAppearance
  }
}
