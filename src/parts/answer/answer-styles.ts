import { css } from 'lit'

/** Text that was Markdown, with its citations and what is said of them. */
export const answerStyles = css`
  .made {
    margin-block-end: var(--size-3);
    color: var(--text-2);
    font-size: var(--text-xs);
  }

  .text {
    display: grid;
    gap: var(--size-3);
    overflow-wrap: anywhere;
  }

  blockquote {
    padding-inline-start: var(--size-3);
    border-inline-start: var(--border-size-2) solid var(--line);
    font-family: var(--font-quote);
    font-size: var(--text-l);
    line-height: 1.6;
  }

  cite {
    display: block;
    margin-block-start: var(--size-1);
    color: var(--text-2);
    font-family: var(--font-ui);
    font-size: var(--text-xs);
    font-style: normal;
    line-height: var(--font-lineheight-2);
  }

  [data-citation] {
    min-inline-size: 1.5rem;
    margin-inline: 0.15em;
    padding: 0 0.35em;
    border: var(--border-size-1) solid transparent;
    border-radius: var(--radius);
    background: var(--accent-soft);
    color: var(--accent);
    font: var(--font-weight-6) var(--text-xs) / 1.5rem var(--font-ui);
    font-variant-numeric: tabular-nums;
    vertical-align: 0.12em;
    cursor: pointer;
  }

  /* A word and its citations. */
  .together {
    white-space: nowrap;
  }

  /* What is to be known of a quote, beside its button. */
  [data-citation] + small,
  .together + small {
    margin-inline-end: 0.3em;
    color: var(--wait);
    font: var(--font-weight-5) var(--text-xs) / 1.5rem var(--font-ui);
  }

  [data-link] {
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    font: inherit;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 0.2em;
    overflow-wrap: anywhere;
    cursor: pointer;
  }

  .unsourced {
    margin-block-start: var(--size-4);
    padding: var(--size-2) var(--size-3);
    border-radius: var(--radius);
    background: var(--surface-2);
    font-size: var(--text-s);
  }

  .unsourced li {
    font-family: var(--font-quote);
  }

  [data-citation]:hover {
    border-color: var(--accent);
  }

  [data-citation][data-shown] {
    background: var(--accent);
    color: var(--on-accent);
  }

  h4 {
    margin-block: var(--size-5) var(--size-2);
    font-size: var(--text-s);
  }

  .sources {
    display: grid;
    gap: var(--size-2);
    font-size: var(--text-s);
  }

  ul,
  ol:not(.sources) {
    padding-inline-start: var(--size-5);
    list-style: revert;
  }

  pre {
    overflow: auto;
    padding: var(--size-3);
    border-radius: var(--radius);
    background: var(--surface-2);
  }

  code {
    font-family: var(--font-mono);
    font-size: 0.9em;
  }

  table {
    display: block;
    max-block-size: 70vh;
    overflow: auto;
    border-collapse: collapse;
    overflow-wrap: break-word;
    font-size: var(--text-s);
  }

  th {
    position: sticky;
    inset-block-start: 0;
    background: var(--surface-1);
    color: var(--text-2);
    font-weight: var(--font-weight-5);
  }

  th,
  td {
    vertical-align: top;
    padding: var(--size-1) var(--size-2);
    border-block-end: var(--hairline);
    text-align: start;
  }
`
