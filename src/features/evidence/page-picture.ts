import { consume } from '@lit/context'
import { initialState, Task } from '@lit/task'
import { css, html, LitElement, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Picture } from '../../api/documents.ts'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import type { Target } from '../../state/evidence.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'

/** Pixels across that are asked for: few sizes, so that a page is seldom drawn twice. */
const widths = [1400, 2000, 2800, 4000]

type Shown = { url: string; place: string; marked: Picture['marked'] }

/**
 * A page of a PDF as it looks, with the quote marked on it; fires `drawn` when a place is first shown. What is slotted
 * stands in when it cannot be made.
 */
@customElement('aios-page-picture')
export class AiosPagePicture extends LitElement {
  @property({ attribute: false, hasChanged: (a, b) => JSON.stringify(a) !== JSON.stringify(b) }) place:
    | Target
    | undefined
  /** How many times as wide as the element the page is. */
  @property({ type: Number }) zoom = 1
  @consume({ context: backendContext }) private backend!: Backend
  #shown: Shown | undefined

  readonly #picture = new Task(this, {
    args: () => [this.place, this.#width] as const,
    task: async ([place, width], { signal }) => {
      if (!place) return initialState
      const { documentId, page, range } = place
      const { blob, marked } = await this.backend.documents.picture(documentId, page, { ...range, width }, signal)
      this.#forget()
      this.#shown = { url: URL.createObjectURL(blob), place: JSON.stringify(place), marked }
      return this.#shown
    },
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#forget()
  }

  /** Sharp at the size it is shown in, as far as that can be had. */
  get #width(): number {
    const wanted = (this.clientWidth || 400) * this.zoom * devicePixelRatio
    return widths.find((width) => width >= wanted) ?? (widths.at(-1) as number)
  }

  protected override render() {
    return this.#picture.render({
      // Until a sharper picture of the same page is there, the last one stands.
      pending: () => (this.#shown?.place === JSON.stringify(this.place) ? this.#drawn(this.#shown) : skeleton(10)),
      complete: (shown) => this.#drawn(shown),
      error: () => html`<p class="soft" role="status">${text.evidence.noPicture}</p><slot></slot>`,
    })
  }

  #drawn({ url, marked }: Shown) {
    const share = (value: number) => `${value * 100}%`
    // As a property: the page's policy refuses style attributes.
    return html`
      <div class="sheet" .style=${`inline-size: ${share(this.zoom)}`}>
        <img
          src=${url}
          alt=${text.evidence.pictureOf(this.place?.documentName ?? '', this.place?.page ?? 1)}
          @load=${() => this.dispatchEvent(new Event('drawn'))}
        />
        ${
          marked
            ? html`<span
                class="marked"
                .style=${`left: ${share(marked.left)}; top: ${share(marked.top)}; width: ${share(marked.right - marked.left)}; height: ${share(marked.bottom - marked.top)}`}
              ></span>`
            : nothing
        }
      </div>
    `
  }

  /** Brings the marked words into view. */
  showMark(): void {
    this.renderRoot.querySelector('.marked')?.scrollIntoView({ block: 'center', inline: 'center' })
  }

  #forget(): void {
    if (this.#shown) URL.revokeObjectURL(this.#shown.url)
    this.#shown = undefined
  }

  static override styles = [
    base,
    skeletonStyles,
    css`
      :host {
        display: block;
      }

      .sheet {
        position: relative;
        margin-inline: auto;
        border: var(--hairline);
        border-radius: var(--radius);
      }

      img {
        display: block;
        inline-size: 100%;
        block-size: auto;
        border-radius: inherit;
      }

      .marked {
        position: absolute;
        pointer-events: none;
      }

      p {
        margin-block-end: var(--size-3);
        font-size: var(--text-s);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-page-picture': AiosPagePicture
  }
}
