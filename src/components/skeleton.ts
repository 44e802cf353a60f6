import { css, html } from 'lit'

/** Grey lines in place of what is being fetched. They appear after 200 ms, so that a quick answer shows none. */
export const skeleton = (rows = 4) => html`
  <div class="skeleton" aria-hidden="true">${Array.from({ length: rows }, () => html`<span></span>`)}</div>
`

export const skeletonStyles = css`
  .skeleton {
    display: grid;
    gap: var(--size-3);
    padding-block: var(--size-3);
    animation: appear 0s 200ms both;
  }

  .skeleton span {
    block-size: var(--size-3);
    border-radius: var(--radius);
    background: var(--surface-3);
  }

  .skeleton span:nth-child(3n + 2) {
    inline-size: 82%;
  }

  .skeleton span:nth-child(3n) {
    inline-size: 64%;
  }

  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
`
