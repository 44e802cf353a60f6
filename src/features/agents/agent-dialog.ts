import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import '../../components/dialog.ts'
import type { Agent, NewAgent } from '../../api/agents.ts'
import type { AiosDialog } from '../../components/dialog.ts'
import { agentsContext } from '../../state/agents.ts'
import { Use } from '../../state/use.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

const kinds = ['answer', 'summarize', 'extract'] as const
const mostQuotes = 200

/** What is edited: an agent of one's own, or a new one, perhaps begun as a copy. */
export type AgentDraft = { agent: Agent } | { copyOf?: Agent }

/** Makes or changes an agent; fires `close`. */
@customElement('aios-agent-dialog')
export class AiosAgentDialog extends LitElement {
  @property({ attribute: false }) draft: AgentDraft = {}
  @state() private problem = ''
  @state() private isBusy = false
  @query('aios-dialog') private dialog!: AiosDialog
  readonly #agents = new Use(this, agentsContext)

  protected override render() {
    const isNew = !('agent' in this.draft)
    const from = 'agent' in this.draft ? this.draft.agent : this.draft.copyOf
    const name = isNew && from ? text.agents.copyOf(from.name) : (from?.name ?? '')
    return html`
      <aios-dialog
        .heading=${isNew ? text.agents.newTitle : text.agents.editTitle}
        @close=${() => this.dispatchEvent(new Event('close'))}
      >
        <form @submit=${this.#submit}>
          <label for="name">${text.agents.name}</label>
          <input class="field" id="name" name="name" required maxlength="200" autofocus dir="auto" .value=${name} />
          ${isNew ? this.#kinds(from?.kind) : nothing}
          <label for="description">${text.agents.description}</label>
          <textarea class="field" id="description" name="description" maxlength="2000" rows="3" dir="auto" .value=${from?.description ?? ''}></textarea>
          <label for="quotes">${text.agents.quotes}</label>
          <input
            class="field number"
            id="quotes"
            name="quotes"
            type="number"
            required
            min="1"
            max=${mostQuotes}
            aria-describedby="quotes-about"
            .value=${String(from?.limits.quotes ?? 6)}
          />
          <p class="soft about" id="quotes-about">${text.agents.quotesAbout}</p>
          <p class="fail" role="alert">${this.problem || nothing}</p>
          <div class="buttons">
            <button class="button" type="button" @click=${() => this.dialog.close()}>${text.action.cancel}</button>
            <button class="button primary" type="submit" ?disabled=${this.isBusy}>
              ${isNew ? text.agents.create : text.agents.save}
            </button>
          </div>
        </form>
      </aios-dialog>
    `
  }

  #kinds(chosen: Agent['kind'] = 'answer') {
    return html`
      <fieldset>
        <legend>${text.agents.kind}</legend>
        ${kinds.map(
          (kind) => html`
            <label class="kind">
              <input type="radio" name="kind" value=${kind} .checked=${kind === chosen} />
              <span>${text.agents.kinds[kind]}</span>
            </label>
          `,
        )}
      </fieldset>
    `
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = new FormData(event.target as HTMLFormElement)
    const fields = {
      name: String(form.get('name')).trim(),
      description: String(form.get('description')).trim(),
      limits: { quotes: Number(form.get('quotes')) },
    }
    this.isBusy = true
    try {
      if ('agent' in this.draft) await this.#agents.store.change(this.draft.agent.id, fields)
      else await this.#agents.store.add({ ...fields, kind: String(form.get('kind')) as NewAgent['kind'] })
      this.dialog.close()
    } catch (error) {
      this.problem = (error as Error).message
    } finally {
      this.isBusy = false
    }
  }

  static override styles = [
    base,
    controls,
    css`
      form {
        display: grid;
        gap: var(--size-2);
      }

      label,
      legend {
        margin-block-start: var(--size-2);
        font-size: var(--text-s);
        font-weight: var(--font-weight-5);
      }

      textarea {
        resize: vertical;
      }

      .number {
        max-inline-size: 7rem;
      }

      .about {
        font-size: var(--text-xs);
      }

      legend {
        padding: 0;
      }

      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }

      .kind {
        display: flex;
        gap: var(--size-2);
        align-items: baseline;
        font-weight: var(--font-weight-4);
        cursor: pointer;
      }

      .kind input {
        accent-color: var(--accent);
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2);
        justify-content: end;
        margin-block-start: var(--size-2);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-agent-dialog': AiosAgentDialog
  }
}
