import { css } from 'lit'

/** What every component shares: the box, the focus ring, icons, words for screen readers only. */
export const base = css`
  :host {
    display: block;
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
    position: absolute;
    overflow: hidden;
    clip-path: inset(50%);
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    white-space: nowrap;
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
