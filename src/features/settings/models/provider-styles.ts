import { css } from 'lit'

export const providerStyles = css`
  .top {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--size-3);
    align-items: baseline;
    justify-content: space-between;
  }

  h4 {
    min-inline-size: 0;
    font-size: var(--text-m);
    font-weight: var(--font-weight-6);
    overflow-wrap: anywhere;
  }

  .state {
    display: flex;
    gap: var(--size-2);
    align-items: center;
    color: var(--text-2);
    font-size: var(--text-s);
  }

  .state::before {
    inline-size: var(--size-2);
    block-size: var(--size-2);
    border-radius: var(--radius-round);
    background: var(--line-strong);
    content: '';
  }

  .state.ok::before {
    background: var(--ok-dot);
  }

  .state:is(.warning, .running)::before {
    background: var(--wait-dot);
  }

  .state.failed::before {
    background: var(--fail-dot);
  }

  .address,
  .unset,
  summary {
    font-size: var(--text-s);
  }

  .address {
    overflow-wrap: anywhere;
  }

  .chosen {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
    gap: var(--size-2) var(--size-3);
    margin-block: var(--size-3) var(--size-2);
  }

  details,
  .suggestion,
  .problem,
  .actions {
    margin-block-start: var(--size-2);
  }

  summary {
    inline-size: fit-content;
    border-radius: var(--radius);
    color: var(--text-2);
    cursor: pointer;
  }

  .findings {
    margin-block: var(--size-2);
  }

  .suggestion .button {
    max-inline-size: 100%;
    min-block-size: var(--control-s);
  }

  .suggestion .button span:last-child {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-1);
  }
`
