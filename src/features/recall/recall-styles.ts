import { css } from 'lit'

export const recallStyles = css`
  .about {
    margin-block-end: var(--size-3);
    font-size: var(--text-s);
  }

  h3 {
    margin-block: var(--size-4) var(--size-1);
    font-size: var(--text-s);
    font-weight: var(--font-weight-6);
  }

  .heading {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--size-3);
    align-items: baseline;
    border-block-end: var(--hairline);
    font-size: var(--text-s);
  }

  .wide {
    overflow-x: auto;
  }

  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--text-s);
  }

  th,
  td {
    padding-block: var(--size-1);
    padding-inline-end: var(--size-3);
    border-block-end: var(--hairline);
    text-align: start;
  }

  th {
    color: var(--text-2);
    font-size: var(--text-xs);
    font-weight: var(--font-weight-6);
  }

  .number {
    text-align: end;
  }

  .condition {
    padding-block: var(--size-1);
    font-size: var(--text-s);
  }

  li {
    padding-block: var(--size-2) var(--size-3);
    border-block-end: var(--hairline);
  }

  .hit {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--size-1);
    inline-size: 100%;
    padding: var(--size-2) 0;
    border: 0;
    border-radius: var(--radius);
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }

  .hit:hover {
    background: var(--surface-hover);
  }

  .place {
    display: flex;
    gap: var(--size-2);
    align-items: baseline;
    font-size: var(--text-xs);
  }

  .rank,
  .name {
    font-size: var(--text-s);
    font-weight: var(--font-weight-6);
  }

  .rank,
  .page {
    flex: none;
  }

  .text {
    font-family: var(--font-quote);
    line-height: var(--font-lineheight-3);
    overflow-wrap: anywhere;
  }

  .bar {
    display: block;
    inline-size: 100%;
    block-size: var(--size-2);
    border-radius: var(--radius);
    background: var(--surface-3);
  }

  .passage {
    --part: var(--accent);
  }

  .document {
    --part: color-mix(in srgb, var(--accent), var(--surface-1) 45%);
  }

  .adjacencyGain {
    --part: var(--wait);
  }

  .likenessGain {
    --part: var(--ok);
  }

  rect {
    fill: var(--part);
  }

  .key {
    display: inline-block;
    inline-size: var(--size-2);
    block-size: var(--size-2);
    margin-inline-end: var(--size-1);
    border-radius: var(--radius-1);
    background: var(--part);
  }

  .scores {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-1) var(--size-4);
    margin-block-start: var(--size-1);
    font-size: var(--text-xs);
  }

  .scores > div {
    display: flex;
    gap: var(--size-1);
  }

  .scores dt {
    color: var(--text-2);
  }

  .total {
    font-weight: var(--font-weight-6);
  }

  .ranks {
    margin-block-start: var(--size-1);
    font-size: var(--text-xs);
  }

  .help dl {
    display: grid;
    gap: var(--size-2);
    margin-block-end: var(--size-2);
  }

  .help {
    font-size: var(--text-s);
  }
`
