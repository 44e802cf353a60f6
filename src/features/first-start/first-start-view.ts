import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import { canPickFolder } from '../../base/picked-files.ts'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import { type Actions, actionsContext } from '../../state/actions.ts'
import { workspacesContext } from '../../state/workspaces.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import { view } from '../../styles/view.ts'
import '../../parts/switcher/switcher.ts'

/** What somebody sees who has nothing here yet: one place to drop files on, and a sample. No form, no question. */
@customElement('aios-first-start')
export class AiosFirstStart extends LitElement {
  @consume({ context: actionsContext }) private actions!: Actions
  readonly #workspaces = new Use(this, workspacesContext)

  protected override render() {
    const others = (this.#workspaces.value.items ?? []).length
    return html`
      <header class="head"><span></span>${others > 0 ? html`<aios-switcher></aios-switcher>` : nothing}</header>
      <div class="body">
        <div class="hero">
          <h1>${text.frame.name}</h1>
          <p class="line">${text.frame.line}</p>
          <section class="target" aria-labelledby="drop">
            ${icon('fileUp')}
            <h2 id="drop">${text.firstStart.drop}</h2>
            <p class="soft">${text.firstStart.formats}</p>
            <div class="buttons">
              <button class="button primary" type="button" @click=${() => this.actions.addFiles()}>
                ${text.firstStart.files}
              </button>
              ${
                canPickFolder
                  ? html`<button class="button" type="button" @click=${() => this.actions.addFiles({ folder: true })}>
                      ${text.firstStart.folder}
                    </button>`
                  : nothing
              }
            </div>
          </section>
          <div class="sample">
            <button class="button" type="button" aria-describedby="sample" @click=${() => this.actions.trySample()}>
              ${text.firstStart.sample}
            </button>
            <p class="soft" id="sample">${text.firstStart.sampleAbout}</p>
          </div>
        </div>
      </div>
    `
  }

  static override styles = [
    base,
    controls,
    view,
    css`
      .head {
        justify-content: space-between;
      }

      .hero {
        inline-size: 100%;
        max-inline-size: 40rem;
        margin: 4vh auto 0;
      }

      h1 {
        font-size: var(--text-hero);
        font-weight: var(--font-weight-7);
        line-height: var(--font-lineheight-0);
        letter-spacing: -0.02em;
      }

      .line {
        margin-block: var(--size-1) var(--size-6);
        color: var(--text-2);
        font-size: var(--text-l);
      }

      .target {
        display: grid;
        gap: var(--size-2);
        justify-items: center;
        padding: var(--size-8) var(--size-5);
        border: var(--border-size-2) dashed var(--line-strong);
        border-radius: var(--radius-l);
        background: var(--surface-2);
        text-align: center;
      }

      .target > .icon {
        color: var(--accent);
      }

      .target > .icon svg {
        inline-size: var(--size-7);
        block-size: var(--size-7);
        stroke-width: 1.5;
      }

      h2 {
        font-size: var(--text-xl);
        font-weight: var(--font-weight-6);
      }

      .target p,
      .sample p {
        font-size: var(--text-s);
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2);
        justify-content: center;
        margin-block-start: var(--size-3);
      }

      .sample {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2) var(--size-3);
        align-items: center;
        margin-block-start: var(--size-4);
      }

      .sample p {
        flex: 1 1 14rem;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-first-start': AiosFirstStart
  }
}
