import { html, type LitElement, nothing, type TemplateResult } from 'lit'
import { text } from '../../strings/index.ts'
import type { AiosDialog } from '../dialog.ts'
import { Attempt } from './attempt.ts'
import type { Problems } from './form-fields.ts'
import '../dialog.ts'

/** A form in a window of its own, which closes once what the form is for has been done. */
export class DialogForm extends Attempt {
  readonly #host: LitElement

  constructor(host: LitElement) {
    super(host)
    this.#host = host
  }

  /** Does what the form is for, unless that is under way, and closes the window when it worked. */
  send(work: () => Promise<void>): Promise<void> {
    return this.make(async () => {
      await work()
      this.close()
    })
  }

  close(): void {
    this.#host.renderRoot.querySelector<AiosDialog>('aios-dialog')?.close()
  }

  /** The window has been closed, however that came about. */
  readonly closed = (): void => {
    this.#host.dispatchEvent(new Event('close'))
  }
}

type Action = {
  label: string
  look?: 'primary' | 'secondary' | 'danger'
  /** Without it, the action is what the form submits. */
  run?: () => void
  hasFocus?: boolean
}

type Fields = {
  fields: unknown
  /** The way out; closes the window unless it does something else. */
  back?: { label?: string; run?: () => void; hasFocus?: boolean }
  actions: readonly Action[]
  onSubmit?: (form: HTMLFormElement) => void
  /** Given where problems are shown beside their fields: below stands only what belongs to none. */
  problems?: Problems
  /** Fields are looked at by the form, not by the browser. */
  isUnchecked?: boolean
}

/** Fields, what went wrong, and what can be done; styled by `formStyles`. */
export const dialogForm = (
  state: DialogForm,
  { fields, back = {}, actions, onSubmit, problems, isUnchecked }: Fields,
) => html`
  <form
    ?novalidate=${isUnchecked}
    @submit=${(event: SubmitEvent) => {
      event.preventDefault()
      onSubmit?.(event.target as HTMLFormElement)
    }}
  >
    ${fields}
    <p class="fail" id="problem" role="alert" dir="auto">${(problems ? problems[''] : state.problem) || nothing}</p>
    <div class="buttons">
      <button class="button" type="button" ?autofocus=${back.hasFocus} @click=${back.run ?? (() => state.close())}>
        ${back.label ?? text.action.cancel}
      </button>
      ${actions.map(
        ({ label, look = 'primary', run, hasFocus }) => html`
          <button
            class="button ${look}"
            type=${run ? 'button' : 'submit'}
            ?autofocus=${hasFocus}
            aria-disabled=${state.isBusy}
            @click=${run ?? nothing}
          >
            ${label}
          </button>
        `,
      )}
    </div>
  </form>
`

type Window = Fields & {
  heading: string
  isWide?: boolean
  /** Done once it was closed; else the host fires `close`. */
  onClose?: () => void
}

/** A form in a window. */
export const formDialog = (
  state: DialogForm,
  { heading, isWide = false, onClose = state.closed, ...rest }: Window,
): TemplateResult => html`
  <aios-dialog ?wide=${isWide} .heading=${heading} @close=${onClose}>${dialogForm(state, rest)}</aios-dialog>
`
