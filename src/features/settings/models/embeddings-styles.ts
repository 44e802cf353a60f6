import { css } from 'lit'

export const embeddingsStyles = css`
  :host {
    display: grid;
    gap: var(--size-3);
    justify-items: start;
  }

  .now {
    display: grid;
    gap: var(--size-2);
    inline-size: 100%;
    padding: var(--size-3);
    border: var(--hairline);
    border-radius: var(--radius);
  }

  .state {
    font-weight: var(--font-weight-6);
  }

  .progress {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-1) var(--size-3);
    align-items: center;
    font-size: var(--text-s);
  }

  progress {
    flex: 1 1 10rem;
    min-inline-size: 0;
    accent-color: var(--accent);
  }

  .fail {
    color: var(--fail);
    overflow-wrap: anywhere;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2);
    align-items: center;
  }

  details,
  .now .soft {
    font-size: var(--text-s);
  }

  li {
    display: flex;
    gap: var(--size-3);
    justify-content: space-between;
    padding-block: var(--size-1);
  }

  label {
    margin-block-end: calc(-1 * var(--size-2));
    font-size: var(--text-s);
    font-weight: var(--font-weight-5);
  }
`
