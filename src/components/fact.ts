import { html, type TemplateResult } from 'lit'

/** A line of a list of facts, `<dl class="facts">`; styled by `facts`. */
export const fact = (name: string, value: string | TemplateResult) => html`
  <div>
    <dt>${name}</dt>
    <dd dir="auto">${value}</dd>
  </div>
`
