import { consume } from '@lit/context'
import { Task } from '@lit/task'
import { css, html, LitElement, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import type { StorageReport } from '../../api/storage.ts'
import { icon } from '../../components/icon.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { type Backend, backendContext, connectionContext } from '../../state/app-state.ts'
import { noticesContext } from '../../state/notices.ts'
import { preferencesContext, type ThemeName, themes } from '../../state/preferences.ts'
import { Use } from '../../state/use.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { facts, view } from '../../styles/view.ts'
import { keysList, keysStyles } from '../frame/keys-list.ts'

/** How it looks, where the data is, which keys there are, which version this is. */
@customElement('aios-settings')
export class AiosSettings extends LitElement {
  @consume({ context: backendContext }) private backend!: Backend
  readonly #preferences = new Use(this, preferencesContext)
  readonly #notices = new Use(this, noticesContext)
  readonly #connection = new Use(this, connectionContext)

  /** Asked again when the backend has come back. */
  readonly #storage = new Task(this, {
    args: () => [this.#connection.value.state === 'connected'] as const,
    task: (_, { signal }) => this.backend.storage.report(signal),
  })

  protected override render() {
    return html`
      <header class="head"><h2>${text.settings.title}</h2></header>
      <div class="body">
        <div class="column">
          <section>
            <h3>${text.settings.appearance}</h3>
            ${this.#themes()}
          </section>
          <section>
            <h3>${text.settings.storage}</h3>
            <p class="soft">${text.settings.storageAbout}</p>
            ${this.#storage.render({
              pending: () => skeleton(3),
              complete: storageFacts,
              error: (error) => html`
                <div class="problem">
                  <p>${(error as Error).message}</p>
                  <button class="button small" type="button" @click=${() => this.#storage.run()}>
                    ${icon('retry')}${text.action.retry}
                  </button>
                </div>
              `,
            })}
          </section>
          <section>
            <h3>${text.settings.about}</h3>
            ${this.#about()}
          </section>
          <section>
            <h3>${text.settings.keys}</h3>
            ${keysList(4)}
          </section>
        </div>
      </div>
    `
  }

  #themes() {
    return html`
      <fieldset>
        <legend class="hidden">${text.settings.theme}</legend>
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

  #about() {
    const { value } = this.#connection
    return html`
      <dl class="facts">
        ${value.state === 'connected' ? fact(text.settings.version, value.version) : nothing}
        ${fact(text.settings.backend, text.status[value.state])} ${fact(text.settings.licence, text.settings.mit)}
      </dl>
    `
  }

  static override styles = [
    base,
    controls,
    view,
    facts,
    keysStyles,
    skeletonStyles,
    css`
      section {
        padding-block: var(--size-4);
      }

      .column > section + section {
        border-block-start: var(--hairline);
      }

      .column > section > h3 {
        margin-block-end: var(--size-2);
        font-size: var(--text-m);
        font-weight: var(--font-weight-6);
      }

      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2) var(--size-5);
        margin: 0;
        padding: 0;
        border: 0;
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

      .facts {
        margin-block-start: var(--size-2);
      }
    `,
  ]
}

const storageFacts = ({ dataDir, database, originals, snapshots }: StorageReport) => html`
  <dl class="facts">
    ${fact(text.settings.where, dataDir)} ${fact(text.settings.originals, text.format.size(originals))}
    ${fact(text.settings.database, text.format.size(database))}
    ${
      snapshots.length > 0
        ? fact(
            text.settings.snapshots,
            text.settings.snapshotSizes(
              snapshots.length,
              snapshots.reduce((sum, { size }) => sum + size, 0),
            ),
          )
        : nothing
    }
  </dl>
`

const fact = (name: string, value: string) => html`
  <div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>
`

declare global {
  interface HTMLElementTagNameMap {
    'aios-settings': AiosSettings
  }
}
