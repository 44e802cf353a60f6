import { html } from 'lit'
import type { Agent } from '../../api/agents.ts'
import { text } from '../../strings/index.ts'

export const risks = ['read', 'write', 'network', 'run'] as const
const rules = ['allow', 'ask', 'deny'] as const
const DEFAULT_RULES: Agent['approvals'] = { read: 'allow', write: 'ask', network: 'ask', run: 'ask' }

/** What happens before a tool of each risk is called. */
export const rulesFields = (approvals: Agent['approvals'] = DEFAULT_RULES) => {
  const { agentForm } = text
  return html`
    <fieldset>
      <legend>${agentForm.approvals}</legend>
      ${risks.map(
        (risk) => html`
          <div class="one figure">
            <label for="approvals.${risk}">${agentForm.risks[risk]}</label>
            <select class="field" id="approvals.${risk}">
              ${rules.map(
                (rule) =>
                  html`<option value=${rule} ?selected=${rule === approvals[risk]}>${agentForm.rules[rule]}</option>`,
              )}
            </select>
          </div>
        `,
      )}
    </fieldset>
  `
}
