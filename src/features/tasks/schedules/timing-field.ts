import { consume } from '@lit/context'
import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Timing } from '../../../api/schedules.ts'
import { Use } from '../../../base/use.ts'
import { formStyles } from '../../../components/form/form-styles.ts'
import { type Backend, backendContext } from '../../../state/app-state.ts'
import { foldersContext } from '../../../state/folders.ts'
import { text } from '../../../strings/index.ts'
import { base } from '../../../styles/base.ts'
import { controls } from '../../../styles/controls.ts'

const words = text.schedules
type Kind = Timing['kind']
const kinds: readonly Kind[] = ['once', 'hour', 'day', 'week', 'cron', 'folder']

/** Milliseconds without a key after which the preview is asked for. */
const pause = 200

/** When something runs, with a sentence that says it and when it would be next; fires `timing`. */
@customElement('aios-timing-field')
export class AiosTimingField extends LitElement {
  @property({ attribute: false }) timing: Timing = { kind: 'day', at: '09:00' }
  @consume({ context: backendContext }) private backend!: Backend
  @state() private preview: { next?: string | undefined; problem?: string } = {}
  readonly #folders = new Use(this, foldersContext)
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking = new AbortController()

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.#asking.abort()
  }

  protected override updated(changed: PropertyValues): void {
    const [first] = this.#folders.value.items ?? []
    // Folders may come to be known after "a folder" was chosen.
    if (first && this.timing.kind === 'folder' && this.timing.folderId === '') {
      this.#set({ kind: 'folder', folderId: first.id })
      return
    }
    if (!changed.has('timing')) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#ask(), pause)
  }

  protected override render() {
    const { timing } = this
    return html`
      <fieldset>
        <legend>${words.when}</legend>
        <div class="line">
          <select class="field" aria-label=${words.when} @change=${(event: Event) => this.#choose(typedIn(event) as Kind)}>
            ${kinds.map((kind) => html`<option value=${kind} ?selected=${kind === timing.kind}>${words.kinds[kind]}</option>`)}
          </select>
          ${this.#details(timing)}
        </div>
        <p class="soft" role="status" dir="auto">${this.#sentence(timing)}</p>
      </fieldset>
    `
  }

  #sentence(timing: Timing) {
    const { problem, next } = this.preview
    if (problem) return html`<span class="fail">${problem}</span>`
    const folder =
      timing.kind === 'folder' ? this.#folders.value.items?.find(({ id }) => id === timing.folderId)?.path : undefined
    return words.preview(words.describe(timing, folder), next)
  }

  #details(timing: Timing) {
    if (timing.kind === 'folder') return this.#folderChoice(timing.folderId)
    if (timing.kind === 'cron')
      return this.#input(words.cron, 'text', timing.expression, (expression) => ({ kind: 'cron', expression }))
    if (timing.kind === 'once')
      return this.#input(words.at, 'datetime-local', localOf(timing.at), (at) => ({
        kind: 'once',
        at: new Date(at).toISOString(),
      }))
    if (timing.kind === 'hour')
      return this.#input(words.minute, 'number', String(timing.minute), (minute) => ({
        kind: 'hour',
        minute: Math.min(Math.max(Math.round(Number(minute)), 0), 59),
      }))
    const time = this.#input(words.at, 'time', timing.at, (at) => ({ ...timing, at }))
    return timing.kind === 'week' ? html`${time}${this.#days(timing)}` : time
  }

  #days(timing: Extract<Timing, { kind: 'week' }>) {
    const toggled = (day: number) =>
      timing.days.includes(day) ? timing.days.filter((each) => each !== day) : [...timing.days, day]
    return html`
      <div class="days" role="group" aria-label=${words.days}>
        ${words.shortDays.map((name, index) => {
          const day = index + 1
          return html`
            <button
              class="button small"
              type="button"
              aria-pressed=${timing.days.includes(day)}
              title=${words.weekdays[index] ?? name}
              @click=${() => toggled(day).length > 0 && this.#set({ ...timing, days: toggled(day) })}
            >
              ${name}
            </button>
          `
        })}
      </div>
    `
  }

  #folderChoice(folderId: string) {
    const folders = this.#folders.value.items ?? []
    if (folders.length === 0) return html`<span>${words.noFolder}</span>`
    return html`
      <select
        class="field"
        aria-label=${words.folder}
        @change=${(event: Event) => this.#set({ kind: 'folder', folderId: typedIn(event) })}
      >
        ${folders.map(({ id, path }) => html`<option value=${id} ?selected=${id === folderId}>${path}</option>`)}
      </select>
    `
  }

  #input(label: string, type: string, value: string, timingOf: (value: string) => Timing) {
    const changed = (event: Event) => {
      const typed = typedIn(event)
      if (typed) this.#set(timingOf(typed))
    }
    return html`
      <input
        class="field"
        type=${type}
        aria-label=${label}
        title=${label}
        required
        autocomplete="off"
        spellcheck="false"
        min=${type === 'number' ? 0 : nothing}
        max=${type === 'number' ? 59 : nothing}
        .value=${value}
        @change=${changed}
      />
    `
  }

  #choose(kind: Kind): void {
    const { timing } = this
    const at = 'at' in timing && timing.kind !== 'once' ? timing.at : '09:00'
    const start: Record<Kind, () => Timing> = {
      once: () => ({ kind: 'once', at: oneHourFromNow() }),
      hour: () => ({ kind: 'hour', minute: 0 }),
      day: () => ({ kind: 'day', at }),
      week: () => ({ kind: 'week', days: [1], at }),
      cron: () => ({ kind: 'cron', expression: '0 9 * * MON-FRI' }),
      folder: () => ({ kind: 'folder', folderId: this.#folders.value.items?.[0]?.id ?? '' }),
    }
    this.#set(start[kind]())
  }

  #set(timing: Timing): void {
    this.timing = timing
    this.dispatchEvent(new Event('timing'))
  }

  async #ask(): Promise<void> {
    this.#asking.abort()
    this.#asking = new AbortController()
    const { timing } = this
    const { signal } = this.#asking
    try {
      const { next } = timing.kind === 'folder' ? { next: [] } : await this.backend.schedules.preview(timing, signal)
      this.preview = { next: next[0] }
    } catch (error) {
      if (!signal.aborted) this.preview = { problem: (error as Error).message }
    }
  }

  static override styles = [
    base,
    controls,
    formStyles,
    css`
      .line,
      .days {
        display: flex;
        flex-wrap: wrap;
        gap: var(--size-2);
        align-items: center;
      }

      .line > .field {
        flex: 1 1 10rem;
        inline-size: auto;
        min-inline-size: 0;
      }

      .days [aria-pressed='true'] {
        border-color: var(--accent);
        background: var(--accent-soft);
        color: var(--accent);
      }

      p {
        min-block-size: 1.5em;
        font-size: var(--text-s);
      }
    `,
  ]
}

const typedIn = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value

/** A moment as a field for local times takes it. */
const localOf = (iso: string): string => {
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

const oneHourFromNow = (): string => {
  const at = new Date(Date.now() + 3_600_000)
  at.setSeconds(0, 0)
  return at.toISOString()
}

declare global {
  interface HTMLElementTagNameMap {
    'aios-timing-field': AiosTimingField
  }
}
