import { css } from 'lit'

/** A long text in lines that scrolls by itself. */
export const listing = css`
  pre {
    overflow: auto;
    max-block-size: 24rem;
    margin: 0;
    padding: var(--size-2);
    border: var(--hairline);
    border-radius: var(--radius);
    background: var(--surface-2);
    font-family: var(--font-monospace-code);
    font-size: var(--text-xs);
    line-height: var(--font-lineheight-3);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`
