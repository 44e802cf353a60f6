import { css, html } from 'lit'
import { text } from '../../strings/index.ts'

/** Characters that hide, turn round or break what stands beside them; line breaks and tabs are seen as they are. */
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u{115F}\u{1160}\u{3164}\u{FFA0}]/gu

/** The same text with nothing in it that cannot be seen. */
export const visible = (value: string): string =>
  value.replace(
    INVISIBLE,
    (character) => `\\u{${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}}`,
  )

const written = (value: unknown): string =>
  visible(typeof value === 'string' ? value : (JSON.stringify(value, undefined, 2) ?? ''))

/** All that a tool would be called with, nothing left out and nothing hidden. */
export const argumentsList = (value: unknown) => {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [['', value] as const]
  if (entries.length === 0 || value === null) return html`<p class="soft">${text.approvals.noArguments}</p>`
  const hides = entries.some(([name, each]) => visible(name) !== name || written(each).includes('\\u{'))
  return html`
    <dl class="arguments">
      ${entries.map(
        ([name, each]) => html`
          <dt>${visible(name)}</dt>
          <dd><pre tabindex="0" aria-label=${visible(name) || text.approvals.arguments} role="group">${written(each)}</pre></dd>
        `,
      )}
    </dl>
    ${hides ? html`<p class="soft about">${text.approvals.hidden}</p>` : ''}
  `
}

export const argumentsStyles = css`
  .arguments {
    display: grid;
    grid-template-columns: fit-content(12rem) minmax(0, 1fr);
    gap: var(--size-1) var(--size-3);
    font-size: var(--text-s);
  }

  .arguments dt {
    padding-block: var(--size-1);
    color: var(--text-2);
    overflow-wrap: anywhere;
  }

  .arguments pre {
    max-block-size: 20rem;
    overflow: auto;
    margin: 0;
    padding: var(--size-1) var(--size-2);
    border-radius: var(--radius);
    background: var(--surface-1);
    font-family: var(--font-mono);
    font-size: var(--text-xs);
    line-height: var(--font-lineheight-3);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  @media (max-width: 40rem) {
    .arguments {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`
