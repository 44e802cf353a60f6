import { css } from 'lit'

/** What risks more stands out more: a hairline for what reads, a bar for what writes, a ground for what goes out or runs. */
export const approvalStyles = css`
  article {
    display: grid;
    gap: var(--size-3);
    padding: var(--size-3) var(--size-4);
    border: var(--border-size-1) solid var(--line-strong);
    border-radius: var(--radius-l);
    background: var(--surface-2);
  }

  article:is(.write, .network, .run):not(.question) {
    border-inline-start: var(--border-size-3) solid var(--wait-dot);
  }

  article:is(.network, .run):not(.question) {
    background: var(--wait-soft);
  }

  article.run:not(.question) {
    border-color: var(--fail-dot);
  }

  article.run:not(.question) .risk {
    color: var(--fail);
    font-weight: var(--font-weight-6);
  }

  .asks {
    color: var(--text-2);
    font-size: var(--text-s);
    overflow-wrap: anywhere;
  }

  article:is(.network, .run) :is(.asks, .soft, dt) {
    color: var(--text-1);
  }

  .title {
    margin-block-start: calc(-1 * var(--size-2));
    font-size: var(--text-m);
    font-weight: var(--font-weight-6);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  article:is(.run, .network, .question) .title {
    font-size: var(--text-l);
  }

  .about,
  .for,
  .what {
    font-size: var(--text-s);
    overflow-wrap: anywhere;
  }

  .for a {
    color: inherit;
  }

  .what {
    display: grid;
    gap: var(--size-1);
  }

  .what div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--size-2);
  }

  .what dt {
    color: var(--text-2);
  }

  .what dt::after {
    content: ':';
  }

  .what dd {
    min-inline-size: 0;
  }

  form {
    display: grid;
    gap: var(--size-2);
  }

  label {
    font-size: var(--text-s);
    font-weight: var(--font-weight-5);
  }

  textarea {
    resize: vertical;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2);
  }

  .choice {
    max-inline-size: 100%;
    text-align: start;
    overflow-wrap: anywhere;
  }
`
