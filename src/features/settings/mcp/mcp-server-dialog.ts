import { css, html, LitElement, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { McpServer, McpSetupChange, NewMcpServer } from '../../../api/mcp.ts'
import { Use } from '../../../base/use.ts'
import { DialogForm, formDialog } from '../../../components/form/form-dialog.ts'
import {
  fieldStyles,
  figureField,
  InvalidForm,
  pickField,
  problemOf,
  textField,
} from '../../../components/form/form-fields.ts'
import { formStyles } from '../../../components/form/form-styles.ts'
import { mcpContext } from '../../../state/mcp.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import '../../../components/form/secret-rows.ts'

const transports = ['stdio', 'http'] as const

/** Adds an MCP server, which does not run before it was allowed, or changes one, which is then allowed anew; fires `close`. */
@customElement('aios-mcp-dialog')
export class AiosMcpDialog extends LitElement {
  @property({ attribute: false }) server: McpServer | undefined
  @state() private transport: McpServer['setup']['transport'] = 'stdio'
  readonly #form = new DialogForm(this)
  readonly #mcp = new Use(this, mcpContext)

  override connectedCallback(): void {
    super.connectedCallback()
    this.transport = this.server?.setup.transport ?? 'stdio'
  }

  protected override render() {
    const { server } = this
    const { problems } = this.#form
    const { form, review } = text.mcp
    return formDialog(this.#form, {
      heading: server ? form.editTitle(server.name) : form.addTitle,
      isUnchecked: true,
      problems,
      fields: html`
          ${textField({ name: 'name', label: form.name, value: server?.name ?? '', problems, max: 100 })}
          ${server ? nothing : this.#transports()} ${this.transport === 'stdio' ? this.#program() : this.#place()}
          ${server ? this.#limits(server) : nothing}
          <p class="soft about">${server ? form.changed : form.asks}</p>
      `,
      actions: [{ label: server ? form.save : review.addOnly }],
      onSubmit: () => void this.#form.send(async () => this.#store(this.#setup())),
    })
  }

  #transports() {
    const { form } = text.mcp
    return pickField({
      name: 'transport',
      legend: form.transport,
      options: transports,
      value: this.transport,
      wordsOf: (transport) => form.transports[transport],
      onPick: (transport) => {
        this.transport = transport
      },
    })
  }

  #program() {
    const { form } = text.mcp
    const { server } = this
    const { problems } = this.#form
    const setup = server?.setup.transport === 'stdio' ? server.setup : undefined
    const args = (setup?.args ?? []).join('\n')
    return html`
      ${textField({ name: 'setup.command', label: form.command, value: setup?.command ?? '', problems, max: 1000 })}
      ${textField({ name: 'setup.args', label: form.args, value: args, problems, rows: 4, isCode: true })}
      ${textField({ name: 'setup.folder', label: form.folder, value: setup?.folder ?? '', problems, max: 2000 })}
      <aios-secret-rows .label=${form.env} .held=${setup?.env ?? []}></aios-secret-rows>
      ${problemOf('setup.env', problems)}
    `
  }

  #place() {
    const { form } = text.mcp
    const { server } = this
    const { problems } = this.#form
    const setup = server?.setup.transport === 'http' ? server.setup : undefined
    return html`
      ${textField({ name: 'setup.url', label: form.url, value: setup?.url ?? '', problems, max: 2000 })}
      <aios-secret-rows .label=${form.headers} .held=${setup?.headers ?? []}></aios-secret-rows>
      ${problemOf('setup.headers', problems)}
    `
  }

  #limits({ limits }: McpServer) {
    const { form } = text.mcp
    const { problems } = this.#form
    return html`
      ${figureField({ name: 'limits.start', label: form.startTimeout, value: limits.start, problems, max: 600 })}
      ${figureField({ name: 'limits.call', label: form.callTimeout, value: limits.call, problems, max: 3600 })}
    `
  }

  /** What stands in the form. @throws InvalidForm */
  #setup(): McpSetupChange {
    const isProgram = this.transport === 'stdio'
    const missing = ['name', isProgram ? 'setup.command' : 'setup.url'].filter((id) => this.#words(id) === '')
    if (missing.length > 0) throw new InvalidForm(Object.fromEntries(missing.map((id) => [id, text.mcp.form.missing])))
    const secrets = this.renderRoot.querySelector('aios-secret-rows')?.secrets
    if (!secrets) throw new InvalidForm({ [isProgram ? 'setup.env' : 'setup.headers']: text.mcp.form.duplicate })
    if (!isProgram) return { transport: 'http', url: this.#words('setup.url'), headers: secrets }
    const folder = this.#words('setup.folder')
    const args = this.#words('setup.args')
    return {
      transport: 'stdio',
      command: this.#words('setup.command'),
      args: args === '' ? [] : args.split('\n'),
      env: secrets,
      ...(folder && { folder }),
    }
  }

  async #store(setup: McpSetupChange): Promise<void> {
    const { store } = this.#mcp
    const name = this.#words('name')
    if (!this.server) return store.add([{ name, setup } as NewMcpServer], { run: false })
    const limits = { start: Number(this.#words('limits.start')), call: Number(this.#words('limits.call')) }
    await store.change(this.server.id, { name, setup, limits })
  }

  #words(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`[id="${id}"]`)?.value.trim() ?? ''
  }

  static override styles = [
    base,
    controls,
    formStyles,
    fieldStyles,
    css`
      form {
        gap: var(--size-3);
      }

    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-mcp-dialog': AiosMcpDialog
  }
}
