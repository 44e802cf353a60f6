import { css } from 'lit'

/** Filters beside the results where there is room, folded above them where there is none. */
export const resultStyles = css`
  :host {
    flex: 1;
    block-size: auto;
    container-type: inline-size;
  }

  slot {
    display: block;
    grid-column: 1 / -1;
  }

  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
  }

  .results {
    min-inline-size: 0;
  }

  .filter {
    justify-self: start;
    margin-block-end: var(--size-2);
  }

  aios-search-filters {
    display: none;
    margin-block: var(--size-3);
  }

  aios-search-filters.open {
    display: block;
  }

  @container (min-width: 46rem) {
    .body {
      grid-template-columns: minmax(0, 1fr) 13rem;
      column-gap: var(--size-5);
    }

    .results {
      grid-column: 1;
      grid-row: 2;
    }

    .filter {
      display: none;
    }

    aios-search-filters {
      display: block;
      grid-column: 2;
      grid-row: 2;
      margin-block: var(--size-1) 0;
    }
  }

  h3 {
    font-size: var(--text-s);
    font-weight: var(--font-weight-6);
  }

  .named + .heading,
  h3 + .named {
    margin-block-start: var(--size-2);
  }

  .heading {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--size-3);
    align-items: baseline;
    padding: var(--size-1) var(--size-2) var(--size-2);
    border-block-end: var(--hairline);
    font-size: var(--text-s);
  }

  .recall {
    margin-inline-start: auto;
    color: var(--accent);
    font-size: var(--text-xs);
  }

  .terms {
    padding: var(--size-2) var(--size-2) 0;
    font-size: var(--text-s);
  }

  blockquote {
    margin: var(--size-2);
    padding-inline-start: var(--size-3);
    border-inline-start: var(--border-size-2) solid var(--line);
  }

  .group {
    padding-block: var(--size-3) var(--size-1);
    border-block-end: var(--hairline);
  }

  .document {
    display: flex;
    gap: var(--size-2);
    align-items: center;
    padding-inline: var(--size-2);
  }

  h4 {
    min-inline-size: 4rem;
    font-size: var(--text-s);
    font-weight: var(--font-weight-6);
  }

  h4 .stop,
  .named .stop {
    display: flex;
    gap: var(--size-2);
    align-items: center;
    color: var(--text-1);
    text-decoration: none;
  }

  .stop > .small {
    display: flex;
  }

  h4 .stop:hover {
    text-decoration: underline;
  }

  .named .stop {
    padding: var(--size-2);
    border-block-end: var(--hairline);
  }

  .folder {
    flex-shrink: 3;
    font-size: var(--text-xs);
  }

  .only,
  .like {
    flex: none;
    color: var(--accent);
    font-size: var(--text-xs);
  }

  .only {
    margin-inline-start: auto;
  }

  .passage {
    position: relative;
  }

  .hit,
  .more {
    inline-size: 100%;
    border: 0;
    border-radius: var(--radius);
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }

  .hit {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--size-1);
    padding: var(--size-2);
  }

  .more {
    padding: var(--size-1) var(--size-2);
    color: var(--accent);
    font-size: var(--text-xs);
  }

  .hit:hover,
  .more:hover,
  .named .stop:hover {
    background: var(--surface-hover);
  }

  .stop:focus-visible {
    outline-offset: calc(-1 * var(--border-size-2));
  }

  .place {
    display: flex;
    gap: var(--size-2);
    align-items: baseline;
    min-block-size: var(--size-4);
    padding-inline-end: 8rem;
    font-size: var(--text-xs);
  }

  .page,
  .by {
    flex: none;
  }

  .like {
    position: absolute;
    inset-block-start: var(--size-2);
    inset-inline-end: var(--size-2);
  }

  @media (hover: hover) {
    .passage:not(:hover, :focus-within) .like,
    .group:not(:hover, :focus-within) .only {
      opacity: 0;
    }
  }

  .snippet {
    display: -webkit-box;
    overflow: hidden;
    font-family: var(--font-quote);
    line-height: var(--font-lineheight-3);
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }
`
