import { css, html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../components/icon.ts'
import type { Evidence } from '../../state/evidence.ts'
import { text } from '../../strings/index.ts'

/** The foot of the evidence: turning pages, the size of the page, and the other citations. */
export const panelFoot = (store: Evidence, pages: number) => {
  if (!store.value) return nothing
  const { page, index, targets, zoom } = store.value
  const turn = (to: number) => () => store.turnTo(to)
  return html`
    <footer>
      <div class="turn small">
        ${square(icon('left'), text.evidence.previousPage, page <= 1, turn(page - 1))}
        <span class="figures">${text.evidence.page(page)}</span>
        ${square(icon('right'), text.evidence.nextPage, page >= pages, turn(page + 1))}
      </div>
      <div class="turn small" role="group" aria-label=${text.evidence.zoom}>
        ${square('−', text.evidence.zoomOut, false, () => store.zoomOut())}
        <button
          class="button plain small figures"
          type="button"
          aria-label="${text.format.percent(zoom)}. ${text.evidence.fit}"
          title=${text.evidence.fit}
          @click=${() => store.fit()}
        >
          ${text.format.percent(zoom)}
        </button>
        ${square('+', text.evidence.zoomIn, false, () => store.zoomIn())}
      </div>
      ${
        targets.length > 1
          ? html`<div class="turn small">
              ${square(icon('left'), text.evidence.previousCitation, index === 0, () => store.step(-1))}
              <span class="figures">${text.evidence.position(index + 1, targets.length)}</span>
              ${square(icon('right'), text.evidence.nextCitation, index === targets.length - 1, () => store.step(1))}
            </div>`
          : nothing
      }
    </footer>
  `
}

const square = (face: TemplateResult | string, label: string, isOff: boolean, run: () => void) => html`
  <button
    class="button plain square small"
    type="button"
    aria-label=${label}
    title=${label}
    aria-disabled=${isOff}
    @click=${() => isOff || run()}
  >
    ${face}
  </button>
`

export const footStyles = css`
  footer {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: var(--size-1) var(--size-2);
    justify-content: space-between;
    padding: var(--size-2) var(--size-3);
    border-block-start: var(--hairline);
    font-size: var(--text-s);
  }

  .turn {
    display: flex;
    align-items: center;
    color: var(--text-2);
  }

  .turn .figures {
    min-inline-size: 3.5em;
    text-align: center;
  }
`
