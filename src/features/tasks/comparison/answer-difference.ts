import type { Change } from 'diff'
import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { load } from '../../../base/load.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'

/** Milliseconds after which two texts count as too different to be told apart word by word. */
const DIFF_TIMEOUT_MS = 1000

/** Two texts as one, with the words that only one of them has marked; told in words, too. */
@customElement('aios-answer-difference')
export class AiosAnswerDifference extends LitElement {
  @property() first = ''
  @property() second = ''
  @state() private changes: readonly Change[] | undefined

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('first') || changed.has('second')) void this.#compare()
  }

  async #compare(): Promise<void> {
    const { first, second } = this
    const { diffWords } = await load(() => import('diff'))
    if (first !== this.first || second !== this.second) return
    const whole: Change[] = [
      { value: first, removed: true, added: false, count: wordsIn(first) },
      { value: second, removed: false, added: true, count: wordsIn(second) },
    ]
    this.changes = diffWords(first, second, { timeout: DIFF_TIMEOUT_MS }) ?? whole
  }

  protected override render() {
    const { changes } = this
    if (!changes) return nothing
    const differing = changes.filter(({ added, removed }) => added || removed)
    if (differing.length === 0) return html`<p class="soft">${text.compare.same}</p>`
    const count = (which: 'added' | 'removed') =>
      differing.filter((change) => change[which]).reduce((sum, { value }) => sum + wordsIn(value), 0)
    return html`
      <p class="soft">${text.compare.differencesOf(count('removed'), count('added'))}</p>
      <p class="words" dir="auto">${changes.map(piece)}</p>
    `
  }

  static override styles = [
    base,
    css`
      .words {
        margin-block-start: var(--size-3);
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }

      del {
        background: var(--fail-soft);
      }

      ins {
        background: var(--accent-soft);
        text-decoration-thickness: var(--border-size-2);
      }
    `,
  ]
}

const piece = ({ value, added, removed }: Change) => {
  if (removed) return html`<del><span class="hidden">${text.compare.removed} </span>${value}</del>`
  if (added) return html`<ins><span class="hidden">${text.compare.added} </span>${value}</ins>`
  return value
}

const wordsIn = (value: string): number => value.split(/\s+/).filter(Boolean).length

declare global {
  interface HTMLElementTagNameMap {
    'aios-answer-difference': AiosAnswerDifference
  }
}
