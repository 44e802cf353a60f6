import { consume } from '@lit/context'
import { initialState, Task } from '@lit/task'
import { css, html, LitElement } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { skeleton, skeletonStyles } from '../../components/skeleton.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import type { Target } from '../../state/evidence.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'

/** Pixels across; more than the panel is wide, for sharp screens. */
const width = 1400

/** A page of a PDF as it looks, with the quote marked on it. What is slotted stands in when it cannot be made. */
@customElement('aios-page-picture')
export class AiosPagePicture extends LitElement {
  @property({ attribute: false, hasChanged: (a, b) => JSON.stringify(a) !== JSON.stringify(b) }) place:
    | Target
    | undefined
  @consume({ context: backendContext }) private backend!: Backend
  #url: string | undefined

  readonly #picture = new Task(this, {
    args: () => [this.place] as const,
    task: async ([place], { signal }) => {
      if (!place) return initialState
      const options = { ...place.range, width }
      const blob = await this.backend.documents.picture(place.documentId, place.page, options, signal)
      this.#forget()
      this.#url = URL.createObjectURL(blob)
      return this.#url
    },
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#forget()
  }

  protected override render() {
    return this.#picture.render({
      pending: () => skeleton(10),
      complete: (url) =>
        html`<img src=${url} alt=${text.evidence.pictureOf(this.place?.documentName ?? '', this.place?.page ?? 1)} />`,
      error: () => html`<p class="soft" role="status">${text.evidence.noPicture}</p><slot></slot>`,
    })
  }

  #forget(): void {
    if (this.#url) URL.revokeObjectURL(this.#url)
    this.#url = undefined
  }

  static override styles = [
    base,
    skeletonStyles,
    css`
      img {
        display: block;
        inline-size: 100%;
        block-size: auto;
        border: var(--hairline);
        border-radius: var(--radius);
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
