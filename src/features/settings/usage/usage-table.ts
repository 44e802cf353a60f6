import { css, html } from 'lit'
import type { UsageAmount } from '../../../api/providers.ts'
import { text } from '../../../strings/index.ts'

/** Rows of what was used, in figures. Where it is too wide it scrolls by itself, also with the keyboard. */
export const usageTable = (label: string, column: string, rows: readonly { name: string; amount: UsageAmount }[]) => {
  const { columns } = text.usage
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${label}>
      <table>
        <thead>
          <tr>
            ${[column, columns.calls, text.usage.input, text.usage.output, columns.time, columns.cost].map(
              (name) => html`<th scope="col">${name}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(({ name, amount }) => row(name, amount))}
        </tbody>
      </table>
    </div>
  `
}

const row = (name: string, { calls, inputTokens, outputTokens, milliseconds, cost }: UsageAmount) => html`
  <tr>
    <th scope="row" dir="auto">${name}</th>
    <td>${text.usage.exact(calls)}</td>
    <td>${text.usage.exact(inputTokens)}</td>
    <td>${text.usage.exact(outputTokens)}</td>
    <td>${text.format.duration(milliseconds)}</td>
    <td>${cost === undefined ? text.usage.noPrice : text.usage.money(cost)}</td>
  </tr>
`

export const usageTableStyles = css`
  .scroll {
    overflow-x: auto;
  }

  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--text-s);
    font-variant-numeric: tabular-nums;
  }

  :is(th, td) {
    padding: var(--size-1) var(--size-2);
    border-block-end: var(--hairline);
    font-weight: var(--font-weight-4);
    text-align: end;
    vertical-align: top;
    white-space: nowrap;
  }

  thead th {
    color: var(--text-2);
    font-size: var(--text-xs);
  }

  :is(th, td):first-child {
    inline-size: 100%;
    min-inline-size: 8rem;
    padding-inline-start: 0;
    text-align: start;
    white-space: normal;
    overflow-wrap: anywhere;
  }
`
