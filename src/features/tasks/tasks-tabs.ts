import { css, html } from 'lit'
import { hrefTo } from '../../state/route.ts'
import { text } from '../../strings/index.ts'

/** What the screen of tasks consists of. */
export const sections = (current: 'tasks' | 'schedules') => html`
  <nav class="sections" aria-label=${text.manager.parts}>
    <a href=${hrefTo('tasks')} aria-current=${current === 'tasks' ? 'page' : 'false'}>${text.manager.tasks}</a>
    <a href=${hrefTo('tasks', 'schedules')} aria-current=${current === 'schedules' ? 'page' : 'false'}>
      ${text.manager.schedules}
    </a>
  </nav>
`

export const sectionStyles = css`
  .sections {
    display: flex;
    flex: 1;
    gap: var(--size-1);
  }

  .sections a {
    padding: var(--size-1) var(--size-2);
    border-radius: var(--radius);
    color: var(--text-2);
    font-size: var(--text-s);
    text-decoration: none;
    white-space: nowrap;
  }

  .sections a:hover {
    background: var(--surface-hover);
    color: var(--text-1);
  }

  .sections a[aria-current='page'] {
    background: var(--surface-active);
    color: var(--text-1);
    font-weight: var(--font-weight-6);
  }

  .head h2.alone {
    flex: none;
  }
`
