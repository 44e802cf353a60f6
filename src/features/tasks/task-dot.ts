import { css, html } from 'lit'
import type { TaskStatus } from '../../api/tasks.ts'
import { text } from '../../strings/index.ts'

const colours: Record<TaskStatus, 'ok' | 'wait' | 'fail' | 'quiet'> = {
  queued: 'quiet',
  running: 'wait',
  waiting: 'fail',
  succeeded: 'ok',
  failed: 'fail',
  cancelled: 'quiet',
  interrupted: 'fail',
}

/** A task's state as a dot, which always stands beside the words or carries them for screen readers. */
export const taskDot = (status: TaskStatus) => html`
  <span class="dot ${colours[status]}" title=${text.tasks.states[status]}>
    <span class="hidden">${text.tasks.states[status]}</span>
  </span>
`

export const taskDotStyles = css`
  .dot {
    position: relative;
    flex: none;
    inline-size: var(--size-2);
    block-size: var(--size-2);
    border-radius: var(--radius-round);
  }

  .dot.ok {
    background: var(--ok-dot);
  }

  .dot.wait {
    background: var(--wait-dot);
  }

  .dot.fail {
    background: var(--fail-dot);
  }

  .dot.quiet {
    border: var(--border-size-2) solid var(--line-strong);
  }
`
