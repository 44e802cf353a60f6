import { css } from 'lit'

export const listStyles = css`
  :host {
    flex: 1;
    block-size: auto;
  }

  .summary {
    padding: 0 var(--size-2) var(--size-2);
    font-size: var(--text-xs);
  }

  ul[data-rows] {
    border-block-start: var(--hairline);
  }

  .failures {
    margin-block-end: var(--size-5);
  }

  .failures header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: var(--control-s);
    padding-inline: var(--size-2);
    border-block-end: var(--hairline);
  }

  .failures h3 {
    color: var(--fail);
    font-size: var(--text-s);
    font-weight: var(--font-weight-6);
  }

  .selection {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: var(--size-2);
    align-items: center;
    padding: var(--size-2) var(--size-5);
    border-block-start: var(--hairline);
    background: var(--surface-2);
    font-size: var(--text-s);
  }

  .selection p {
    margin-inline-end: auto;
    font-weight: var(--font-weight-5);
  }

  @media (max-width: 40rem) {
    .selection {
      padding-inline: var(--size-3);
    }
  }
`
