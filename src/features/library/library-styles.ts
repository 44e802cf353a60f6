import { css } from 'lit'

export const libraryStyles = css`
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--size-2);
  }

  .tools {
    display: flex;
    flex: none;
    gap: var(--size-2);
    align-items: center;
    padding: 0 var(--size-5) var(--size-3);
  }

  .search {
    position: relative;
    flex: 1;
  }

  .search > .icon {
    position: absolute;
    inset-block: 0;
    inset-inline-start: var(--size-3);
    color: var(--text-2);
    pointer-events: none;
  }

  .search .field {
    padding-inline-start: calc(var(--size-3) + var(--icon-s) + var(--size-2));
  }

  @media (max-width: 40rem) {
    .buttons {
      flex-basis: 100%;
      order: 1;
    }

    .tools {
      padding-inline: var(--size-3);
    }
  }
`
