import { css, html, nothing } from 'lit'
import type { McpParsed } from '../../../api/mcp.ts'
import { visible } from '../../../parts/approvals/call-arguments.ts'
import { text } from '../../../strings/index.ts'
import { code } from '../../../styles/code.ts'

/** All that would be run or reached, with nothing in it hidden, and what to look at before. */
export const reviewList = ({ servers, problems }: McpParsed) => html`
  <p>${servers.length > 0 ? text.mcp.review.about : text.mcp.review.none}</p>
  <ul class="review">
    ${servers.map(
      ({ name, commandLine, setup, notes }) => html`
        <li>
          <h3 dir="auto">${visible(name)}</h3>
          <pre tabindex="0" role="group" aria-label="${text.mcp.command}: ${name}">${visible(commandLine)}</pre>
          ${setup.transport === 'stdio' && setup.folder ? html`<p class="soft">${text.mcp.folder(setup.folder)}</p>` : nothing}
          ${secretsLine(Object.keys((setup.transport === 'stdio' ? setup.env : setup.headers) ?? {}))}
          ${notes.map((note) => html`<p class="note">${note}</p>`)}
        </li>
      `,
    )}
  </ul>
  ${
    problems.length > 0
      ? html`<p class="fail">${text.mcp.review.problems}</p>
          <ul class="problems">${problems.map(({ name, message }) => html`<li><strong>${visible(name)}</strong>: ${message}</li>`)}</ul>`
      : nothing
  }
`

/** The names of what is secret. */
export const secretsLine = (names: readonly string[]) =>
  names.length > 0 ? html`<p class="soft secrets">${text.mcp.secrets(names)}</p>` : nothing

export const reviewStyles = css`
  ${code}

  .review,
  .problems {
    display: grid;
    gap: var(--size-3);
    font-size: var(--text-s);
    overflow-wrap: anywhere;
  }

  h3 {
    font-size: var(--text-m);
    font-weight: var(--font-weight-6);
  }


  .note {
    color: var(--wait);
  }
`
