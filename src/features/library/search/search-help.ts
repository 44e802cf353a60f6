import { css, html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import '../../../components/dialog.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'

const { help } = text.search

/** What can be typed into a search; fires `close`. */
@customElement('aios-search-help')
export class AiosSearchHelp extends LitElement {
  protected override render() {
    return html`
      <aios-dialog wide .heading=${help.title} @close=${() => this.dispatchEvent(new Event('close'))}>
        <div>
          <p>${help.about}</p>
          <table>
            <thead>
              <tr>
                <th scope="col">${help.write}</th>
                <th scope="col">${help.find}</th>
              </tr>
            </thead>
            <tbody>
              ${help.rows.map(
                ([write, find]) => html`
                  <tr>
                    <td><code>${write}</code></td>
                    <td>${find}</td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
          <p>${help.together}</p>
          <p class="soft">${help.dates}</p>
        </div>
      </aios-dialog>
    `
  }

  static override styles = [
    base,
    css`
      p {
        font-size: var(--text-s);
      }

      table {
        inline-size: 100%;
        margin-block: var(--size-3);
        border-collapse: collapse;
        font-size: var(--text-s);
      }

      th,
      td {
        padding-block: var(--size-1);
        padding-inline-end: var(--size-3);
        border-block-end: var(--hairline);
        text-align: start;
        vertical-align: top;
      }

      th {
        color: var(--text-2);
        font-size: var(--text-xs);
        font-weight: var(--font-weight-6);
      }

      code {
        overflow-wrap: anywhere;
      }

      @media (min-width: 30rem) {
        code {
          white-space: nowrap;
        }
      }

      p + p {
        margin-block-start: var(--size-2);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-search-help': AiosSearchHelp
  }
}
