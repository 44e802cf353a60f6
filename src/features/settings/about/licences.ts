import { Task } from '@lit/task'
import { css, html, LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import { problem } from '../../../components/problem.ts'
import { skeleton, skeletonStyles } from '../../../components/skeleton.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import { states } from '../../../styles/view.ts'
import { listing } from './listing-styles.ts'

/** The licences of all that AIOS is made of: a file that is built with the page, and fetched when somebody looks. */
@customElement('aios-licences')
export class AiosLicences extends LitElement {
  readonly #text = new Task(this, {
    args: () => [],
    task: async (_, { signal }) => {
      const response = await fetch('./licences.txt', { signal })
      const found = await response.text()
      // A development server answers with the page itself where there is no file.
      if (!response.ok || found.trimStart().startsWith('<')) throw new Error(text.about.noLicences)
      return found
    },
  })

  protected override render() {
    return this.#text.render({
      pending: () => skeleton(6),
      complete: (found) => html`<pre tabindex="0" role="region" aria-label=${text.about.licences}>${found}</pre>`,
      error: (error) => problem(error, () => this.#text.run()),
    })
  }

  static override styles = [
    base,
    controls,
    states,
    skeletonStyles,
    listing,
    css`
      pre {
        margin-block-start: var(--size-2);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-licences': AiosLicences
  }
}
