import { css } from 'lit'

/** A short form in a dialog: labels over fields, the buttons at its end. */
export const formStyles = css`
  form {
    display: grid;
    gap: var(--size-2);
  }

  label,
  legend {
    font-size: var(--text-s);
    font-weight: var(--font-weight-5);
  }

  fieldset {
    display: grid;
    gap: var(--size-2);
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    margin-block-end: var(--size-2);
    padding: 0;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2);
    justify-content: end;
    margin-block-start: var(--size-3);
  }
`
