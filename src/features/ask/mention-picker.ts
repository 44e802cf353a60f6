import { css, html, nothing } from 'lit'
import { type IconName, icon } from '../../components/icon.ts'

export type Choice = { id: string; label: string; detail?: string; icon: IconName }

/** Which word before the caret asks for a list: `@` for documents, `/` at the beginning for agents. */
export type Trigger = { kind: 'documents' | 'agents'; query: string; start: number }

/** The trigger that the caret stands behind. */
export const triggerAt = (value: string, caret: number): Trigger | undefined => {
  const before = value.slice(0, caret)
  const slash = /^\/(\S*)$/.exec(before)
  if (slash) return { kind: 'agents', query: slash[1] ?? '', start: 0 }
  const at = /(?:^|\s)@([^\s@][^@\n]{0,60}|)$/.exec(before)
  if (!at) return undefined
  return { kind: 'documents', query: at[1] ?? '', start: before.length - (at[1]?.length ?? 0) - 1 }
}

type List = {
  label: string
  choices: readonly Choice[]
  active: number
  empty: string
  onChoose: (choice: Choice) => void
}

/** The list over the composer. The focus stays in the text; `aria-activedescendant` says where the list stands. */
export const pickerList = ({ label, choices, active, empty, onChoose }: List) => html`
  <div class="picker" id="picker" role="listbox" aria-label=${label}>
    ${choices.map(
      (choice, index) => html`
        <div
          class="choice small"
          id="choice-${index}"
          role="option"
          aria-selected=${index === active}
          @pointerdown=${(event: Event) => event.preventDefault()}
          @click=${() => onChoose(choice)}
        >
          ${icon(choice.icon)}<span class="cut" dir="auto">${choice.label}</span>
          ${choice.detail ? html`<span class="soft cut">${choice.detail}</span>` : nothing}
        </div>
      `,
    )}
    ${choices.length === 0 ? html`<div class="choice soft" role="option" aria-disabled="true" aria-selected="false">${empty}</div>` : nothing}
  </div>
`

export const pickerStyles = css`
  .picker {
    position: absolute;
    inset-block-end: calc(100% + var(--size-1));
    inset-inline: 0;
    z-index: 10;
    max-block-size: 18rem;
    overflow: auto;
    padding: var(--size-1);
    border-radius: var(--radius-l);
    background: var(--surface-float);
    box-shadow: var(--shadow-float);
    font-size: var(--text-s);
  }

  .choice {
    display: flex;
    gap: var(--size-2);
    align-items: center;
    min-block-size: var(--control-s);
    padding: var(--size-1) var(--size-2);
    border-radius: var(--radius);
    cursor: pointer;
  }

  .choice:hover,
  .choice[aria-selected='true'] {
    background: var(--surface-active);
  }

  .choice .soft {
    flex: none;
    max-inline-size: 40%;
    margin-inline-start: auto;
    font-size: var(--text-xs);
  }
`
