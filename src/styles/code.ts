import { css } from 'lit'

/** What is to be read to the letter: a command line, an address, lines of a log. */
export const code = css`
  pre {
    max-block-size: 16rem;
    overflow: auto;
    margin: 0;
    padding: var(--size-2);
    border-radius: var(--radius);
    background: var(--surface-2);
    font-family: var(--font-mono);
    font-size: var(--text-xs);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
`
