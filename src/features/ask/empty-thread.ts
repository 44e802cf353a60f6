import { consume } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import { type Actions, actionsContext } from '../../state/actions.ts'
import { agentsContext } from '../../state/agents.ts'
import { documentsContext } from '../../state/documents.ts'
import { indexingContext } from '../../state/indexing.ts'
import { hrefTo } from '../../state/route.ts'
import { tasksContext } from '../../state/tasks.ts'
import { threadContext } from '../../state/thread.ts'
import { uploadsContext } from '../../state/uploads.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

/** Earlier questions offered on a clean sheet. */
const MAX_RECENT = 5

/** The clean sheet: what can be asked about, and questions to begin with. */
@customElement('aios-empty-thread')
export class AiosEmptyThread extends LitElement {
  @consume({ context: actionsContext }) private actions!: Actions
  readonly #thread = new Use(this, threadContext)
  readonly #tasks = new Use(this, tasksContext)
  readonly #documents = new Use(this, documentsContext)
  readonly #indexing = new Use(this, indexingContext)
  readonly #uploads = new Use(this, uploadsContext)
  readonly #agents = new Use(this, agentsContext)

  protected override render() {
    const { items } = this.#documents.value
    if (!items) return nothing
    const ready = items.filter(({ status }) => status === 'ready')
    const pages = ready.reduce((sum, document) => sum + document.pages, 0)
    const failed = items.filter(({ status }) => status === 'failed').length
    const hasSample = items.some(({ name }) => name === text.firstStart.sampleName)
    return html`
      <section class="blank">
        <h3>${text.ask.emptyTitle}</h3>
        ${
          items.length > 0 || this.#uploads.value.length > 0
            ? html`
                ${failed < items.length ? html`<p class="soft">${ready.length > 0 ? text.ask.scope(ready.length, pages) : this.#soon()}</p>` : nothing}
                ${failed > 0 ? html`<a class="link" href=${hrefTo('library')}>${text.ask.unreadable(failed)}</a>` : nothing}
              `
            : html`
                <p class="soft">${text.ask.noDocuments}</p>
                <button class="button" type="button" @click=${() => this.actions.addFiles()}>
                  ${icon('fileUp')}${text.ask.addDocuments}
                </button>
              `
        }
        ${hasSample ? this.#sampleQuestions() : this.#recent()}
      </section>
    `
  }

  #sampleQuestions() {
    return html`
      <h4>${text.firstStart.tryOne}</h4>
      <ul class="questions">
        ${text.firstStart.questions.map(
          (question) => html`
            <li><button class="question" type="button" @click=${() => this.#ask(question)}>${question}</button></li>
          `,
        )}
      </ul>
      ${
        this.actions.isSampleOnly
          ? html`<button class="link" type="button" @click=${() => this.actions.leaveSample()}>
              ${text.firstStart.addOwn}
            </button>`
          : nothing
      }
    `
  }

  #recent() {
    // What was asked more than once is offered once, as it was answered last.
    const asked = new Map((this.#tasks.value.items ?? []).toReversed().map((task) => [task.prompt, task]))
    const recent = [...asked.values()].toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).slice(0, MAX_RECENT)
    if (recent.length === 0) return nothing
    return html`
      <h4>${text.ask.recent}</h4>
      <ul class="questions">
        ${recent.map(
          ({ id, prompt }) => html`
            <li>
              <button class="question" type="button" dir="auto" @click=${() => this.#thread.store.reopen(id)}>
                <span class="cut">${prompt}</span>
              </button>
            </li>
          `,
        )}
      </ul>
    `
  }

  #soon() {
    return this.#indexing.value.paused ? text.ask.readingPaused : text.ask.reading
  }

  async #ask(question: string): Promise<void> {
    const agent = this.#agents.store.defaultAgent
    if (agent) await this.actions.ask(question, agent.id)
  }

  static override styles = [
    base,
    controls,
    css`
      .blank {
        display: grid;
        gap: var(--size-3);
        justify-items: start;
        padding-block: var(--size-9) var(--size-5);
      }

      .blank h3 {
        font-size: var(--font-size-4);
        font-weight: var(--font-weight-6);
        letter-spacing: -0.015em;
      }

      .blank h4 {
        margin-block-start: var(--size-5);
        color: var(--text-2);
        font-size: var(--text-s);
        font-weight: var(--font-weight-5);
      }

      .questions {
        inline-size: 100%;
        border-block-start: var(--hairline);
      }

      .questions li {
        border-block-end: var(--hairline);
      }

      .question {
        display: flex;
        inline-size: 100%;
        min-block-size: var(--size-8);
        align-items: center;
        padding: var(--size-2);
        border: 0;
        border-radius: var(--radius);
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        cursor: pointer;
      }

      .question:hover {
        background: var(--surface-hover);
      }

      @media (max-width: 40rem) {
        .blank {
          padding-block-start: var(--size-5);
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-empty-thread': AiosEmptyThread
  }
}
