import { consume } from '@lit/context'
import { css, html, LitElement } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { AnswerFormat, Artifact, Task } from '../../api/tasks.ts'
import { fileNameOf, saveAnswer } from '../../base/save.ts'
import { Use } from '../../base/use.ts'
import { icon } from '../../components/icon.ts'
import type { MenuItem } from '../../components/menu.ts'
import { saveExport } from '../../components/save-export.ts'
import { type Backend, backendContext } from '../../state/app-state.ts'
import { noticesContext } from '../../state/notices.ts'
import { text } from '../../strings/index.ts'
import { base } from '../../styles/base.ts'
import { controls } from '../../styles/controls.ts'
import '../../components/menu.ts'

/** Milliseconds that a button says that something was copied. */
const COPIED_MS = 2000

/** What can be taken along of an answered task: copied with its citations, or saved in several forms. */
@customElement('aios-answer-export')
export class AiosAnswerExport extends LitElement {
  @property({ attribute: false }) task: Task | undefined
  @consume({ context: backendContext }) private backend!: Backend
  @state() private hasCopied = false
  readonly #notices = new Use(this, noticesContext)

  protected override render() {
    const { task } = this
    if (!task?.result) return html``
    return html`
      <button class="button plain small" type="button" title=${text.ask.copyLabel} @click=${() => this.#copy(task)}>
        ${icon(this.hasCopied ? 'check' : 'copy')}${this.hasCopied ? text.action.copied : text.action.copy}
      </button>
      <aios-menu opens="forward" .label=${text.ask.save} .description=${text.ask.saveLabel} .items=${this.#items(task)}>
      </aios-menu>
      ${task.result.artifacts.map((artifact) => this.#artifact(task, artifact))}
    `
  }

  #items({ id, prompt, result }: Task): MenuItem[] {
    const { tasks } = this.backend
    const as = (format: AnswerFormat, label: string, extension: string): MenuItem => ({
      label,
      icon: 'fileText',
      run: () => void this.#save(tasks.answer(id, format), `${fileNameOf(prompt)}.${extension}`),
    })
    const hasTable = /^\|? ?:?-{3,}:? ?\|/m.test(result?.markdown ?? '')
    return [
      as('markdown', text.ask.saveAs.markdown, 'md'),
      as('html', text.ask.saveAs.html, 'html'),
      ...(result && result.citations.length > 0 ? [as('csv', text.ask.saveAs.csv, 'csv')] : []),
      ...(hasTable ? [as('tables', text.ask.saveAs.tables, 'tables.csv')] : []),
      'line',
      {
        label: text.ask.saveEvidence,
        icon: 'archive',
        run: () =>
          void saveExport({
            notices: this.#notices.store,
            take: (skip) => tasks.evidence(id, skip),
            fallback: `${fileNameOf(prompt)}.zip`,
          }),
      },
    ]
  }

  #artifact({ id: taskId }: Task, { id, name, size }: Artifact) {
    return html`
      <button
        class="button plain small"
        type="button"
        @click=${() => this.#save(this.backend.tasks.artifact(taskId, id), name)}
      >
        ${icon('file')}<span class="cut" dir="auto">${name}</span> <span class="soft figures">${text.format.size(size)}</span>
      </button>
    `
  }

  async #save(answer: Promise<Response>, name: string): Promise<void> {
    try {
      await saveAnswer(await answer, name)
    } catch (error) {
      this.#notices.store.error(error)
    }
  }

  /** As Markdown for what takes text, as a page for what keeps its form. */
  async #copy({ id }: Task): Promise<void> {
    const answer = async (format: AnswerFormat) => (await this.backend.tasks.answer(id, format)).text()
    const formats = {
      'text/plain': answer('markdown').then((words) => new Blob([words], { type: 'text/plain' })),
      'text/html': answer('html').then((page) => new Blob([bodyOf(page)], { type: 'text/html' })),
    }
    try {
      // Given as promises: a browser takes what comes within the click only.
      await navigator.clipboard.write([new ClipboardItem(formats)])
      this.hasCopied = true
      setTimeout(() => {
        this.hasCopied = false
      }, COPIED_MS)
    } catch (error) {
      const failed = await Promise.allSettled(Object.values(formats))
      const reason = failed.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined
      this.#notices.store.error(reason?.reason ?? (error instanceof DOMException ? text.error.noClipboard : error))
    }
  }

  static override styles = [
    base,
    controls,
    css`
      :host {
        display: contents;
      }

      .button {
        max-inline-size: 100%;
      }
    `,
  ]
}

/** What is in a page: its style belongs to it alone, and the policy of this one would refuse it. */
const bodyOf = (page: string) => page.slice(page.indexOf('<body>') + '<body>'.length, page.lastIndexOf('</body>'))

declare global {
  interface HTMLElementTagNameMap {
    'aios-answer-export': AiosAnswerExport
  }
}
