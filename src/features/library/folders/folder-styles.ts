import { css } from 'lit'

export const folderStyles = css`
  details {
    margin-block-end: var(--size-3);
    padding: var(--size-2);
    border-radius: var(--radius-l);
    font-size: var(--text-s);
  }

  details[open] {
    margin-block-end: var(--size-5);
    background: var(--surface-2);
  }

  summary {
    inline-size: fit-content;
    border-radius: var(--radius);
    font-weight: var(--font-weight-6);
    cursor: pointer;
  }

  summary span {
    margin-inline-start: var(--size-2);
    font-weight: var(--font-weight-4);
  }

  details > p {
    margin-block: var(--size-2);
    max-inline-size: var(--reading);
  }

  ul {
    margin-block: var(--size-2);
  }

  li {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2);
    align-items: center;
    justify-content: end;
    padding-block: var(--size-2);
    border-block-end: var(--hairline);
  }

  .what {
    flex: 1 1 16rem;
    min-inline-size: 0;
  }

  .path {
    font-size: var(--text-m);
    overflow-wrap: anywhere;
  }
`
