import { css } from 'lit'

export const panelStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    border-inline-start: var(--hairline);
    background: var(--surface-1);
  }

  header {
    display: flex;
    flex: none;
    gap: var(--size-2);
    align-items: center;
    min-block-size: var(--size-9);
    padding: var(--size-2) var(--size-3) var(--size-2) var(--size-4);
  }

  h2 {
    flex: 1;
    font-size: var(--text-m);
    font-weight: var(--font-weight-6);
  }

  h2:focus {
    outline: none;
  }

  .faces {
    display: flex;
    padding: var(--border-size-2);
    border-radius: var(--radius);
    background: var(--surface-3);
  }

  .faces .button {
    min-block-size: var(--size-5);
    border-radius: calc(var(--radius) - var(--border-size-1));
    font-size: var(--text-xs);
  }

  .faces .button[aria-pressed='true'] {
    background: var(--surface-1);
  }

  .about {
    display: flex;
    flex: none;
    gap: var(--size-3);
    align-items: baseline;
    justify-content: space-between;
    padding: 0 var(--size-4);
    font-size: var(--text-s);
  }

  .about a {
    color: var(--text-1);
    font-weight: var(--font-weight-5);
    text-decoration-color: var(--line-strong);
    text-underline-offset: 0.2em;
  }

  .about p {
    flex: none;
  }

  .verdict {
    display: flex;
    flex: none;
    gap: var(--size-1);
    align-items: center;
    padding: var(--size-1) var(--size-4) 0;
    color: var(--text-2);
    font-size: var(--text-xs);
  }

  .exact .icon {
    color: var(--ok);
  }

  .near,
  .unverified {
    color: var(--wait);
  }

  .quoted {
    flex: none;
    max-block-size: 30%;
    padding: var(--size-1) var(--size-4) 0;
    overflow: auto;
    color: var(--text-2);
    font-size: var(--text-xs);
  }

  .quoted blockquote {
    margin-block-start: var(--size-1);
    color: var(--text-1);
    font-family: var(--font-quote);
    font-size: var(--text-s);
  }

  .page {
    flex: 1;
    min-block-size: 0;
    margin-block-start: var(--size-3);
    padding: var(--size-3) var(--size-4) var(--size-5);
    overflow: auto;
    border-block-start: var(--hairline);
    overscroll-behavior: contain;
  }

  .page:focus-visible {
    outline-offset: calc(-1 * var(--border-size-2));
  }

  .text {
    display: grid;
    gap: var(--size-3);
    font-family: var(--font-quote);
    line-height: 1.65;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }

  .heading {
    font-family: var(--font-ui);
    font-weight: var(--font-weight-6);
  }

  .text ul {
    display: grid;
    gap: var(--size-1);
    padding-inline-start: 1.2em;
    list-style: disc;
    white-space: normal;
  }

  .rows {
    overflow-x: auto;
    white-space: normal;
  }

  table {
    border-collapse: collapse;
    font-family: var(--font-ui);
    font-size: 0.875em;
    line-height: var(--font-lineheight-3);
    overflow-wrap: normal;
    white-space: normal;
  }

  td {
    vertical-align: top;
    padding: var(--size-1) var(--size-2);
    border-block: var(--hairline);
    font-variant-numeric: tabular-nums;
  }

  .column {
    color: var(--text-2);
  }

  mark {
    border-radius: var(--radius-1);
    background: var(--mark);
    color: var(--on-mark);
    box-shadow: 0 0 0 var(--border-size-2) var(--mark);
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }

  .note {
    margin-block-end: var(--size-3);
    font-size: var(--text-s);
  }
`
