import { css, html } from 'lit'
import { agentIcon, agentIcons } from '../../components/agent-icon.ts'
import { type Problems, problemOf } from '../../components/form/form-fields.ts'
import { text } from '../../strings/index.ts'

/** One of the icons, or an emoji. */
export const iconField = (chosen: string, problems: Problems, choose: (icon: string) => void) => {
  const { agentForm } = text
  const isNamed = agentIcons.some((name) => name === chosen)
  return html`
    <fieldset>
      <legend>${agentForm.icon}</legend>
      <div class="icons">
        ${agentIcons.map(
          (name) => html`
            <button
              class="button plain square"
              type="button"
              aria-label=${agentForm.icons[name]}
              aria-pressed=${chosen === name}
              @click=${() => choose(name)}
            >
              ${agentIcon(name)}
            </button>
          `,
        )}
        <input
          class="field emoji"
          maxlength="16"
          autocomplete="off"
          aria-label=${agentForm.emoji}
          placeholder=${agentForm.emoji}
          .value=${isNamed ? '' : chosen}
          @input=${(event: Event) => choose((event.target as HTMLInputElement).value.trim())}
        />
      </div>
      ${problemOf('icon', problems)}
    </fieldset>
  `
}

export const iconFieldStyles = css`
  .icons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-1);
  }

  .icons [aria-pressed='true'] {
    background: var(--accent-soft);
    color: var(--accent);
  }

  .emoji {
    flex: 1;
    min-inline-size: 8rem;
  }
`
