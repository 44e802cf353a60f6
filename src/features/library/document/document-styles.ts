import { css } from 'lit'

export const documentStyles = css`
  h2 {
    font-size: var(--font-size-4);
    font-weight: var(--font-weight-6);
    line-height: var(--font-lineheight-1);
    letter-spacing: -0.015em;
    overflow-wrap: anywhere;
  }

  .head .button {
    margin-inline-start: calc(-1 * var(--size-2));
  }

  .standing {
    margin-block-start: var(--size-1);
    font-size: var(--text-s);
  }

  .standing .state {
    justify-content: start;
    max-inline-size: none;
    font-size: inherit;
    text-align: start;
  }

  .problem {
    margin-block-start: var(--size-3);
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2);
    margin-block: var(--size-4) var(--size-5);
  }
`

/** Of what was read of a document. */
export const receiptStyles = css`
  h3 {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-1) var(--size-3);
    align-items: baseline;
    justify-content: space-between;
    margin-block: var(--size-5) var(--size-2);
    font-size: var(--text-m);
    font-weight: var(--font-weight-6);
  }

  h3 .soft {
    font-size: var(--text-s);
    font-weight: var(--font-weight-4);
  }

  .warning {
    display: flex;
    gap: var(--size-2);
    align-items: center;
    margin-block-end: var(--size-2);
    color: var(--wait);
    font-size: var(--text-s);
  }

  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--text-s);
  }

  th {
    color: var(--text-2);
    font-weight: var(--font-weight-5);
  }

  th,
  td {
    padding: var(--size-1) var(--size-2);
    border-block-end: var(--hairline);
    text-align: start;
  }

  .number {
    text-align: end;
  }

  .again {
    inline-size: 0;
    padding-inline-end: 0;
    text-align: end;
  }

  .same {
    margin-block-end: var(--size-2);
    color: var(--text-2);
    font-size: var(--text-s);
  }

  .remarks {
    color: var(--text-2);
    overflow-wrap: anywhere;
  }
`
