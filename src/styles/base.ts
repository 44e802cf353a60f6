import { css } from 'lit'

/** Declarations of what is there for screen readers only. */
export const visuallyHidden = css`
  position: absolute;
  overflow: hidden;
  clip-path: inset(50%);
  inline-size: 1px;
  block-size: 1px;
  margin: -1px;
  padding: 0;
  white-space: nowrap;
`

/**
 * What every component shares: the box, the focus ring, icons, words for screen readers only. What a component places
 * absolutely stays within it: further out it would count as part of the page, which would become higher than its window.
 */
export const base = css`
  :host {
    display: block;
    position: relative;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  figure,
  blockquote {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  :focus-visible {
    outline: var(--focus);
    outline-offset: var(--border-size-2);
  }

  .icon {
    display: inline-grid;
    flex: none;
    place-items: center;
  }

  .icon svg {
    display: block;
    inline-size: var(--icon);
    block-size: var(--icon);
    stroke-width: 1.75;
  }

  .small .icon svg,
  .icon.small svg {
    inline-size: var(--icon-s);
    block-size: var(--icon-s);
  }

  .hidden {
    ${visuallyHidden}
  }

  .cut {
    overflow: hidden;
    min-inline-size: 0;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .soft {
    color: var(--text-2);
  }

  .fail {
    color: var(--fail);
  }

  .figures {
    font-variant-numeric: tabular-nums;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`
