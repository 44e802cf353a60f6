import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Missed, Schedule, Timing } from '../../../api/schedules.ts'
import type { TaskPriority } from '../../../api/tasks.ts'
import { Use } from '../../../base/use.ts'
import { DialogForm, formDialog } from '../../../components/form/form-dialog.ts'
import { formStyles } from '../../../components/form/form-styles.ts'
import { agentsContext } from '../../../state/agents.ts'
import { schedulesContext } from '../../../state/schedules.ts'
import { workspacesContext } from '../../../state/workspaces.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'
import './timing-field.ts'
import type { AiosTimingField } from './timing-field.ts'

const words = text.schedules
const priorities: readonly TaskPriority[] = ['high', 'normal', 'low']
const missedKinds: readonly Missed[] = ['skip', 'once', 'all']

/** Everything about one schedule, new or not; fires `close`. */
@customElement('aios-schedule-dialog')
export class AiosScheduleDialog extends LitElement {
  /** Undefined for a new one. */
  @property({ attribute: false }) schedule: Schedule | undefined
  @state() private timing: Timing = { kind: 'day', at: '09:00' }
  readonly #form = new DialogForm(this)
  readonly #schedules = new Use(this, schedulesContext)
  readonly #agents = new Use(this, agentsContext)
  readonly #workspaces = new Use(this, workspacesContext)

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('schedule') && this.schedule) this.timing = this.schedule.timing
  }

  protected override render() {
    const { schedule } = this
    const agents = this.#agents.value.items ?? []
    const agentId = schedule?.agentId ?? this.#agents.store.defaultAgent?.id
    const isGone = schedule !== undefined && agents.every(({ id }) => id !== agentId)
    return formDialog(this.#form, {
      isWide: true,
      heading: schedule ? words.editTitle : words.addTitle,
      fields: html`
          <label for="prompt">${words.prompt}</label>
          <textarea class="field" id="prompt" name="prompt" rows="3" required maxlength="20000" dir="auto" autofocus
            .value=${schedule?.prompt ?? ''}></textarea>
          <label for="agent">${words.agent}</label>
          <select class="field" id="agent" name="agentId" required>
            ${isGone ? html`<option value="" disabled selected>${text.manager.goneAgent}</option>` : nothing}
            ${agents.map(({ id, name }) => html`<option value=${id} ?selected=${id === agentId}>${name}</option>`)}
          </select>
          <aios-timing-field
            .timing=${this.timing}
            @timing=${(event: Event) => {
              this.timing = (event.target as AiosTimingField).timing
            }}
          ></aios-timing-field>
          ${this.timing.kind === 'folder' ? nothing : this.#missed(schedule?.missed ?? 'once')}
          <label for="priority">${words.priority}</label>
          <select class="field" id="priority" name="priority">
            ${priorities.map(
              (priority) => html`
                <option value=${priority} ?selected=${priority === (schedule?.priority ?? 'normal')}>
                  ${text.manager.priorities[priority]}
                </option>
              `,
            )}
          </select>
          <label for="name">${words.name}</label>
          <input class="field" id="name" name="name" maxlength="200" dir="auto" autocomplete="off"
            placeholder=${words.nameHint} .value=${schedule?.name ?? ''} />
      `,
      actions: [{ label: schedule ? words.save : words.create }],
      onSubmit: (form) => void this.#form.send(() => this.#save(new FormData(form))),
    })
  }

  #missed(current: Missed) {
    return html`
      <label for="missed">${words.missed}</label>
      <select class="field" id="missed" name="missed">
        ${missedKinds.map(
          (missed) =>
            html`<option value=${missed} ?selected=${missed === current}>${words.missedKinds[missed]}</option>`,
        )}
      </select>
    `
  }

  async #save(sent: FormData): Promise<void> {
    const value = (name: string) => String(sent.get(name) ?? '')
    const what = {
      ...{ agentId: value('agentId'), prompt: value('prompt'), name: value('name').trim(), timing: this.timing },
      priority: priorities.find((priority) => priority === value('priority')) ?? 'normal',
      missed: missedKinds.find((missed) => missed === value('missed')) ?? this.schedule?.missed ?? 'once',
    }
    if (this.schedule) await this.#schedules.store.change(this.schedule.id, what)
    else await this.#schedules.store.add({ ...what, workspaceId: (await this.#workspaces.store.currentOrNew()).id })
  }

  static override styles = [base, controls, formStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-schedule-dialog': AiosScheduleDialog
  }
}
