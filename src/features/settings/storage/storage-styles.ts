import { css } from 'lit'

/** A part of the settings of storage: its title, what is said of it, and a list whose rows have their actions at the end. */
export const partStyles = css`
  h4 {
    margin-block: var(--size-5) var(--size-1);
    font-size: var(--text-m);
    font-weight: var(--font-weight-6);
  }

  p {
    font-size: var(--text-s);
  }

  .soft {
    color: var(--text-2);
  }

  li {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2) var(--size-3);
    align-items: center;
    justify-content: space-between;
    padding-block: var(--size-2);
    border-block-end: var(--hairline);
    font-size: var(--text-s);
  }

  /* What a row is, beside what can be done with it. */
  .about {
    flex: 1 1 14rem;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2);
  }
`
