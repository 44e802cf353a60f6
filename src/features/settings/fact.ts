import { html, type TemplateResult } from 'lit'

/** A line of a list of facts, `<dl class="facts">`. */
export const fact = (name: string, value: string | TemplateResult) => html`
  <div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>
`
