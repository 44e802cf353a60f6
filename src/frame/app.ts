import { css, html, LitElement, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import { browserLink } from '../api/connection/browser-link.ts'
import { inShell, shellLink } from '../api/connection/shell-link.ts'
import { setTitle } from '../api/desktop.ts'
import '../components/notice-list.ts'
import { load } from '../base/load.ts'
import { provideState } from '../state/app-state.ts'
import type { Screen } from '../state/route.ts'
import { text } from '../strings/index.ts'
import { base } from '../styles/base.ts'
import '../features/ask/ask-view.ts'
import { comparedIn, isComparison } from '../features/tasks/comparison/comparison-address.ts'
import './problem-banner.ts'
import './file-drop.ts'
import './backend-failure.ts'
import { listenForKeys } from './global-keys.ts'
import './rail.ts'
import './repair-screen.ts'

/** What is fetched when it is opened, so that the first paint does not wait for it. */
const parts = {
  agents: () => import('../features/agents/agents-view.ts'),
  document: () => import('../features/library/document/document-view.ts'),
  evidence: () => import('../features/evidence/evidence-panel.ts'),
  firstStart: () => import('../features/first-start/first-start-view.ts'),
  keys: () => import('./keys-dialog.ts'),
  library: () => import('../features/library/library-view.ts'),
  palette: () => import('./palette/palette.ts'),
  recall: () => import('../features/recall/recall-view.ts'),
  settings: () => import('../features/settings/settings-view.ts'),
  comparison: () => import('../features/tasks/comparison/comparison-view.ts'),
  schedules: () => import('../features/tasks/schedules/schedules-view.ts'),
  task: () => import('../features/tasks/task-view.ts'),
  tasks: () => import('../features/tasks/tasks-view.ts'),
}

/** The frame around everything: rail, screen, evidence, and what lies over them. */
@customElement('aios-app')
export class AiosApp extends LitElement {
  readonly #state = provideState(this, inShell() ? shellLink() : browserLink())
  #loaded = new Set<keyof typeof parts>()
  #stop: (() => void)[] = []

  override connectedCallback(): void {
    super.connectedCallback()
    const { actions, approvals, condition, documents, evidence, route, start, tasks, uploads, workspaces } = this.#state
    const redraw = () => this.requestUpdate()
    const stores = [actions, approvals, condition, documents, evidence, route, tasks, uploads, workspaces]
    this.#stop = [listenForKeys(this.#state), ...stores.map((store) => store.subscribe(redraw))]
    start()
    // Everything else, once the first screen stands. What cannot be had now is fetched when it is opened.
    setTimeout(() => {
      for (const fetch of Object.values(parts)) fetch().catch(() => undefined)
    }, 1500)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of this.#stop) stop()
  }

  protected override render() {
    const { actions, condition, evidence, route } = this.#state
    const isFirstStart = route.value.screen === 'ask' && actions.isFirstStart
    return html`
      <aios-rail ?nameless=${isFirstStart} @skip=${this.#skip}></aios-rail>
      <main id="main" tabindex="-1">
        <aios-failure></aios-failure>
        <aios-condition></aios-condition>
        <div class="screen">
          ${
            condition.repairing
              ? html`<aios-repairing .problem=${condition.repairing}></aios-repairing>`
              : isFirstStart
                ? this.#firstStart()
                : this.#screen(route.value.screen, route.value.id)
          }
        </div>
      </main>
      ${evidence.value ? this.#evidence() : nothing}
      <aios-notices></aios-notices>
      <aios-drop></aios-drop>
      ${this.#overlay()}
    `
  }

  protected override updated(): void {
    const { approvals, route } = this.#state
    setTitle(text.frame.title(route.value.screen, approvals.waiting))
  }

  #firstStart() {
    this.#need('firstStart')
    return html`<aios-first-start></aios-first-start>`
  }

  #screen(screen: Screen, id: string | undefined) {
    if (screen === 'ask') return html`<aios-ask></aios-ask>`
    if (screen === 'library' && id === 'recall') {
      this.#need('recall')
      return html`<aios-recall></aios-recall>`
    }
    if (screen === 'library' && id) {
      this.#need('document')
      return html`<aios-document .documentId=${id}></aios-document>`
    }
    if (screen === 'tasks' && id === 'schedules') {
      this.#need('schedules')
      return html`<aios-schedules></aios-schedules>`
    }
    if (screen === 'tasks' && id && isComparison(id)) {
      this.#need('comparison')
      return html`<aios-comparison .tasks=${comparedIn(id)}></aios-comparison>`
    }
    if (screen === 'tasks' && id) {
      this.#need('task')
      return html`<aios-task .taskId=${id}></aios-task>`
    }
    this.#need(screen)
    if (screen === 'library') return html`<aios-library></aios-library>`
    if (screen === 'tasks') return html`<aios-tasks></aios-tasks>`
    if (screen === 'agents') return html`<aios-agents></aios-agents>`
    return html`<aios-settings></aios-settings>`
  }

  #evidence() {
    this.#need('evidence')
    return html`
      <aside aria-label=${text.evidence.title}><aios-evidence></aios-evidence></aside>
    `
  }

  #overlay() {
    const { actions } = this.#state
    const overlay = actions.value
    if (!overlay) return nothing
    this.#need(overlay)
    // A dialog says late that it was closed: by then another one may be open.
    const close = () => actions.value === overlay && actions.open(undefined)
    return overlay === 'palette'
      ? html`<aios-palette @close=${close}></aios-palette>`
      : html`<aios-keys @close=${close}></aios-keys>`
  }

  /** An element that stands in the page already comes to life when its code is there. */
  #need(part: keyof typeof parts): void {
    if (this.#loaded.has(part)) return
    this.#loaded.add(part)
    load<unknown>(parts[part]).catch(() => this.#loaded.delete(part))
  }

  #skip(): void {
    this.renderRoot.querySelector<HTMLElement>('#main')?.focus()
  }

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template: 'name main evidence' auto 'screens main evidence' 1fr 'status main evidence' auto / var(--rail) minmax(0, 1fr) auto;
        block-size: 100%;
        overflow: clip;
      }

      main {
        display: flex;
        flex-direction: column;
        grid-area: main;
        min-block-size: 0;
        min-inline-size: 0;
      }

      main:focus {
        outline: none;
      }

      .screen {
        flex: 1;
        min-block-size: 0;
      }

      aside {
        display: flex;
        grid-area: evidence;
        inline-size: var(--evidence, 27rem);
        min-block-size: 0;
      }

      aios-evidence {
        flex: 1;
        min-inline-size: 0;
      }

      @media (min-width: 68.75rem) {
        :host {
          grid-template-columns: var(--rail-wide) minmax(0, 1fr) auto;
        }
      }

      @media (max-width: 62.5rem) {
        aside {
          position: fixed;
          inset-block: 0;
          inset-inline-end: 0;
          z-index: 15;
          max-inline-size: calc(100vw - var(--rail));
          box-shadow: var(--shadow-float);
        }
      }

      @media (max-width: 40rem) {
        :host {
          grid-template: 'name status' auto 'main main' minmax(0, 1fr) 'screens screens' auto / 1fr auto;
        }

        aside {
          inline-size: 100vw;
          max-inline-size: none;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-app': AiosApp
  }
}
