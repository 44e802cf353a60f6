import { css } from 'lit'

export const scheduleStyles = css`
  .about {
    margin-block-end: var(--size-3);
    font-size: var(--text-s);
  }

  li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: var(--size-1) var(--size-3);
    padding-block: var(--size-3);
    border-block-end: var(--hairline);
    font-size: var(--text-s);
  }

  input[role='switch'] {
    inline-size: var(--size-4);
    block-size: var(--size-4);
    margin: var(--size-1) 0 0;
    accent-color: var(--accent);
  }

  .what {
    overflow-wrap: anywhere;
  }

  h3 {
    font-size: var(--text-m);
    font-weight: var(--font-weight-6);
  }

  .note {
    margin-block-start: var(--size-1);
    padding-inline-start: var(--size-2);
    border-inline-start: var(--border-size-2) solid var(--wait-dot);
  }

  .last {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2);
    align-items: center;
    grid-row: 2;
    grid-column: 2;
  }

  .last a {
    color: inherit;
  }

  .buttons {
    display: flex;
    gap: var(--size-1);
    align-items: start;
    grid-row: 1;
    grid-column: 3;
  }

  @media (max-width: 40rem) {
    li {
      grid-template-columns: auto minmax(0, 1fr);
    }

    .buttons {
      grid-row: 3;
      grid-column: 2;
    }
  }
`
