import { css } from 'lit'

/** Nothing there, or nothing to be had: `.empty`, `.problem`. */
export const states = css`
  .empty {
    display: grid;
    gap: var(--size-3);
    justify-items: center;
    max-inline-size: 45ch;
    margin: var(--size-9) auto;
    color: var(--text-2);
    text-align: center;
    text-wrap: balance;
  }

  .problem {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2) var(--size-3);
    align-items: center;
    justify-content: space-between;
    padding: var(--size-2) var(--size-3);
    border-radius: var(--radius);
    background: var(--fail-soft);
    color: var(--text-1);
  }
`

/** A screen: its head with the title, and its body that scrolls. */
export const view = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    block-size: 100%;
  }

  .head {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: var(--size-2) var(--size-3);
    align-items: center;
    min-block-size: var(--size-9);
    padding: var(--size-2) var(--size-5);
  }

  .head h2 {
    flex: 1 1 auto;
    font-size: var(--text-l);
    font-weight: var(--font-weight-6);
    letter-spacing: -0.01em;
  }

  .body {
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    padding: 0 var(--size-5) var(--size-5);
    overscroll-behavior: contain;
  }

  .column {
    inline-size: 100%;
    max-inline-size: var(--reading);
    margin-inline: auto;
  }

  ${states}

  @media (max-width: 40rem) {
    .head,
    .body {
      padding-inline: var(--size-3);
    }
  }
`

/** A list of facts: names on the left, values on the right; one under the other where it is narrow. */
export const facts = css`
  .facts {
    display: grid;
    font-size: var(--text-s);
  }

  .facts > div {
    display: grid;
    grid-template-columns: 8rem minmax(0, 1fr);
    gap: var(--size-3);
    padding-block: var(--size-1);
  }

  .facts dt {
    color: var(--text-2);
  }

  .facts dd {
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }

  @media (max-width: 30rem) {
    .facts > div {
      grid-template-columns: 6rem minmax(0, 1fr);
    }
  }
`
