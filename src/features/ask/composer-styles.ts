import { css } from 'lit'

export const composerStyles = css`
  form {
    position: relative;
    display: grid;
    border: var(--border-size-1) solid var(--line-strong);
    border-radius: var(--radius-l);
    background: var(--surface-1);
  }

  form:focus-within {
    border-color: var(--accent);
    box-shadow: 0 0 0 var(--border-size-1) var(--accent);
  }

  textarea {
    inline-size: 100%;
    max-block-size: 14rem;
    padding: var(--size-3) var(--size-3) var(--size-1);
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    line-height: var(--font-lineheight-3);
    resize: none;
  }

  /* The form around it shows the focus. */
  textarea:focus-visible {
    outline: none;
  }

  textarea::placeholder {
    color: var(--text-2);
    opacity: 1;
  }

  .gone {
    padding: var(--size-1) var(--size-2);
    font-size: var(--text-s);
    overflow-wrap: anywhere;
  }

  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-1);
    align-items: center;
    padding: var(--size-1) var(--size-2) var(--size-2);
  }

  .send {
    margin-inline-start: auto;
    border-radius: var(--radius-round);
  }

  .chip {
    display: inline-flex;
    gap: var(--size-1);
    align-items: center;
    max-inline-size: 16rem;
    min-block-size: var(--control-s);
    padding: 0 var(--size-2);
    border: var(--border-size-1) solid transparent;
    border-radius: var(--radius);
    background: none;
    color: var(--text-2);
    font: inherit;
    font-size: var(--text-xs);
  }

  button.chip {
    cursor: pointer;
  }

  button.chip:hover {
    background: var(--surface-hover);
    color: var(--text-1);
  }

  .chip[aria-pressed='true'] {
    background: var(--accent-soft);
    color: var(--accent);
  }

  .chip.chosen {
    padding-inline-end: 0;
    border-color: var(--line);
    background: var(--surface-2);
    color: var(--text-1);
  }

  .chip.chosen button {
    display: grid;
    place-items: center;
    inline-size: var(--control-s);
    min-block-size: var(--control-s);
    padding: 0;
    border: 0;
    border-radius: var(--radius);
    background: none;
    color: var(--text-2);
    cursor: pointer;
  }

  .chip.chosen button:hover {
    color: var(--text-1);
  }
`
