import { css, html, LitElement } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Problem } from '../api/condition.ts'
import { text } from '../strings/index.ts'
import { base } from '../styles/base.ts'

/** In place of every screen while the database is repaired, or a copy of it put back: how far that is. */
@customElement('aios-repairing')
export class AiosRepairing extends LitElement {
  @property({ attribute: false }) problem!: Problem

  protected override render() {
    const { message, progress = 0 } = this.problem
    return html`
      <section aria-labelledby="title">
        <h2 id="title">${progress > 0 ? text.repair.title : text.repair.restoring}</h2>
        <progress max="1" .value=${progress} aria-labelledby="title"></progress>
        <p dir="auto" role="status">${message}</p>
        <p class="soft">${text.repair.about}</p>
      </section>
    `
  }

  static override styles = [
    base,
    css`
      section {
        display: grid;
        gap: var(--size-3);
        max-inline-size: 30rem;
        margin: 15vh auto 0;
        padding: var(--size-5);
      }

      h2 {
        font-size: var(--text-l);
        font-weight: var(--font-weight-6);
      }

      progress {
        inline-size: 100%;
        accent-color: var(--accent);
      }

      p {
        overflow-wrap: anywhere;
      }

      .soft {
        color: var(--text-2);
        font-size: var(--text-s);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-repairing': AiosRepairing
  }
}
