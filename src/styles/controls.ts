import { css } from 'lit'

/** Buttons and fields, drawn once: `.button`, `.button.primary`, `.button.plain`, `.button.square`, `.field`. */
export const controls = css`
  .button {
    display: inline-flex;
    gap: var(--size-2);
    align-items: center;
    justify-content: center;
    min-block-size: var(--control);
    padding-inline: var(--size-3);
    border: var(--border-size-1) solid var(--line);
    border-radius: var(--radius);
    background: var(--surface-1);
    color: var(--text-1);
    font: inherit;
    font-size: var(--text-s);
    font-weight: var(--font-weight-5);
    line-height: var(--font-lineheight-1);
    text-decoration: none;
    cursor: pointer;
    transition: background-color var(--quick), border-color var(--quick);
  }

  .button:hover {
    background: color-mix(in srgb, var(--surface-1), var(--text-1) 5%);
  }

  .button:active {
    background: color-mix(in srgb, var(--surface-1), var(--text-1) 9%);
  }

  .button.primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }

  .button.primary:hover {
    background: var(--accent-hover);
  }

  .button.danger {
    border-color: color-mix(in srgb, var(--fail), transparent 55%);
    color: var(--fail);
  }

  .button.plain {
    border-color: transparent;
    background: transparent;
  }

  .button.plain:hover {
    background: var(--surface-hover);
  }

  .button.plain:active,
  .button.plain[aria-expanded='true'] {
    background: var(--surface-active);
  }

  .button.small {
    min-block-size: var(--control-s);
    padding-inline: var(--size-2);
  }

  .button.square {
    inline-size: var(--control);
    padding: 0;
  }

  .button.square.small {
    inline-size: var(--control-s);
  }

  .button:disabled,
  .button[aria-disabled='true'] {
    color: var(--text-2);
    opacity: 0.6;
    cursor: default;
  }

  .button.primary:disabled,
  .button.primary[aria-disabled='true'] {
    background: var(--surface-3);
  }

  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    font: inherit;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 0.2em;
    cursor: pointer;
  }

  .field {
    inline-size: 100%;
    min-block-size: var(--control);
    padding: var(--size-1) var(--size-2);
    border: var(--border-size-1) solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface-1);
    color: inherit;
    font: inherit;
  }

  .field::placeholder {
    color: var(--text-2);
    opacity: 1;
  }

  kbd {
    padding: 0 var(--size-1);
    border: var(--hairline);
    border-block-end-width: var(--border-size-2);
    border-radius: var(--radius);
    background: var(--surface-2);
    color: var(--text-2);
    font-family: inherit;
    font-size: var(--text-xs);
    white-space: nowrap;
  }
`
