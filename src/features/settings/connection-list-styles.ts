import { css } from 'lit'

/** What was connected, a row each, under the ways to connect more. */
export const listStyles = css`
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2);
    margin-block: var(--size-4);
  }

  li {
    padding-block: var(--size-4);
    border-block-start: var(--hairline);
  }

  .empty {
    margin-block: var(--size-6);
  }
`
