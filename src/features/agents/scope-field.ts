import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Agent } from '../../api/agents.ts'
import { Use } from '../../base/use.ts'
import { fieldStyles } from '../../components/form/form-fields.ts'
import { documentsContext } from '../../state/documents.ts'
import { workspacesContext } from '../../state/workspaces.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'

type Kind = keyof typeof text.agentForm.scopes
const kinds = ['all', 'workspace', 'documents'] as const

/** Documents that are listed at once. */
const MAX_LISTED = 50

/** What an agent sees: where it is launched, one workspace, or certain documents. */
@customElement('aios-scope-field')
export class AiosScopeField extends LitElement {
  @property({ attribute: false }) value: Agent['scope']
  @state() private kind: Kind = 'all'
  @state() private words = ''
  @state() private workspaceId: string | undefined
  @state() private documentIds: readonly string[] = []
  readonly #workspaces = new Use(this, workspacesContext)
  readonly #documents = new Use(this, documentsContext)

  override connectedCallback(): void {
    super.connectedCallback()
    const { workspaceId, documentIds } = this.value ?? {}
    this.kind = documentIds ? 'documents' : workspaceId ? 'workspace' : 'all'
    this.workspaceId = workspaceId ?? this.#workspaces.value.currentId
    this.documentIds = documentIds ?? []
  }

  /** What was chosen; nothing for the workspace that it is launched in, and false where a choice is missing. */
  get chosen(): Agent['scope'] | false {
    if (this.kind === 'workspace') return this.workspaceId ? { workspaceId: this.workspaceId } : false
    if (this.kind === 'documents') return this.documentIds.length > 0 ? { documentIds: [...this.documentIds] } : false
    return undefined
  }

  protected override render() {
    const { agentForm } = text
    return html`
      <fieldset>
        <legend>${agentForm.scope}</legend>
        ${kinds.map(
          (kind) => html`
            <label class="pick">
              <input
                type="radio"
                name="scope"
                .checked=${kind === this.kind}
                @change=${() => {
                  this.kind = kind
                }}
              />
              <span>${agentForm.scopes[kind]}</span>
            </label>
          `,
        )}
        ${this.kind === 'workspace' ? this.#workspace() : this.kind === 'documents' ? this.#list() : nothing}
      </fieldset>
    `
  }

  #workspace() {
    return html`
      <select
        class="field"
        aria-label=${text.agentForm.workspace}
        @change=${(event: Event) => {
          this.workspaceId = (event.target as HTMLSelectElement).value
        }}
      >
        ${(this.#workspaces.value.items ?? []).map(
          ({ id, name }) => html`<option value=${id} ?selected=${id === this.workspaceId}>${name}</option>`,
        )}
      </select>
    `
  }

  #list() {
    const { agentForm } = text
    const items = this.#documents.value.items ?? []
    const wanted = this.words.trim().toLocaleLowerCase()
    const chosen = items.filter(({ id }) => this.documentIds.includes(id))
    const others = items.filter(
      ({ id, name }) => !this.documentIds.includes(id) && name.toLocaleLowerCase().includes(wanted),
    )
    const elsewhere = this.documentIds.length - chosen.length
    if (items.length === 0 && elsewhere === 0) return html`<p class="soft about">${agentForm.noDocuments}</p>`
    return html`
      <input
        class="field"
        type="search"
        dir="auto"
        aria-label=${agentForm.findDocument}
        placeholder=${agentForm.findDocument}
        @input=${(event: Event) => {
          this.words = (event.target as HTMLInputElement).value
        }}
      />
      <div class="documents" role="group" aria-label=${agentForm.documents}>
        ${[...chosen, ...others.slice(0, MAX_LISTED)].map(
          ({ id, name }) => html`
            <label class="pick">
              <input type="checkbox" .checked=${this.documentIds.includes(id)} @change=${() => this.#toggle(id)} />
              <span dir="auto">${name}</span>
            </label>
          `,
        )}
        ${elsewhere > 0 ? html`<p class="soft about">${agentForm.documentsElsewhere(elsewhere)}</p>` : nothing}
      </div>
    `
  }

  #toggle(id: string): void {
    const { documentIds } = this
    this.documentIds = documentIds.includes(id) ? documentIds.filter((other) => other !== id) : [...documentIds, id]
  }

  static override styles = [
    base,
    controls,
    fieldStyles,
    css`
      .documents {
        display: grid;
        gap: var(--size-1);
        max-block-size: 14rem;
        overflow: auto;
        font-size: var(--text-s);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-scope-field': AiosScopeField
  }
}
