import { css } from 'lit'

export const tasksStyles = css`
  .tools {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: var(--size-2) var(--size-3);
    padding: 0 var(--size-5) var(--size-3);
  }

  .tools .field {
    flex: 1 1 14rem;
  }

  .tools select {
    flex: 0 1 auto;
    inline-size: auto;
    max-inline-size: 13rem;
    font-size: var(--text-s);
  }

  .groups {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-1);
    align-items: center;
  }

  .groups [aria-pressed='true'] {
    background: var(--surface-active);
  }

  .row {
    position: relative;
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) 8rem 4.5rem 6rem 5rem;
    gap: var(--size-3);
    align-items: center;
    contain: layout style;
    block-size: var(--row);
    padding-inline: var(--size-2);
    border-block-end: var(--hairline);
    font-size: var(--text-s);
  }

  .task:hover {
    background: var(--surface-hover);
  }

  .heading {
    grid-template-columns: 1fr;
    align-items: end;
    padding-block-end: var(--size-2);
  }

  h3 {
    font-size: var(--text-s);
    font-weight: var(--font-weight-6);
  }

  .name {
    display: grid;
    color: var(--text-1);
    font-size: var(--text-m);
    line-height: var(--font-lineheight-2);
    text-decoration: none;
  }

  .name::after {
    position: absolute;
    inset: 0;
    content: '';
  }

  .name:focus-visible {
    outline: none;
  }

  .name:focus-visible::after {
    outline: var(--focus);
    outline-offset: calc(-1 * var(--border-size-2));
  }

  .about {
    color: var(--text-2);
    font-size: var(--text-xs);
  }

  .state .about {
    display: block;
  }

  .time {
    text-align: end;
  }

  .row .button {
    z-index: 1;
    justify-self: end;
  }

  @media (max-width: 62rem) {
    .task {
      grid-template-columns: auto minmax(0, 1fr) 7rem 6rem 5rem;
    }

    .task span.time {
      display: none;
    }
  }

  @media (max-width: 40rem) {
    .tools {
      padding-inline: var(--size-3);
    }

    .tools .field {
      flex: 1 1 9rem;
      min-inline-size: 0;
    }

    .task {
      grid-template-columns: auto minmax(0, 1fr) auto;
      gap: var(--size-2);
    }

    .task .time,
    .task .state {
      display: none;
    }
  }
`
