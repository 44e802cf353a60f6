import { css, html } from 'lit'
import type { Finding, ProbeCheck } from '../../../api/providers.ts'
import { type IconName, icon } from '../../../components/icon.ts'
import type { Checkup } from '../../../state/providers.ts'
import { text } from '../../../strings/index.ts'

/** In the order in which they are made. */
const order: readonly ProbeCheck[] = ['connection', 'models', 'answer', 'stream', 'tools', 'embeddings', 'context']

const marks: Record<Finding['status'], IconName> = { ok: 'check', warning: 'alert', failed: 'cancel', skipped: 'right' }

/** Milliseconds from which on it is worth telling how long a check took. */
const slow = 1000

/** What was found, check by check; while it goes on, also what is being tried and what is to come. */
export const findingsList = ({ findings, isRunning }: Checkup, name: string) => {
  const last = order.indexOf(findings.at(-1)?.check ?? 'connection')
  const [now, ...later] = isRunning ? order.slice(findings.length > 0 ? last + 1 : 0) : []
  return html`
    <ul class="findings small" aria-label=${text.models.findingsOf(name)}>
      ${findings.map(({ status, check, message, took = 0 }) =>
        row(status, marks[status], check, message, took > slow ? text.format.duration(took) : ''),
      )}
      ${now ? row('now', 'retry', now, text.models.trying, '') : ''}
      ${later.map((check) => row('later', 'right', check, '', ''))}
    </ul>
  `
}

const row = (
  mark: keyof typeof text.models.marks,
  picture: IconName,
  check: ProbeCheck,
  message: string,
  took: string,
) => html`
  <li class=${mark}>
    ${icon(picture)}
    <p dir="auto">
      <strong>${text.models.checks[check]}</strong><span class="hidden"> (${text.models.marks[mark]})</span>
      ${withCode(message)} <span class="took figures">${took}</span>
    </p>
  </li>
`

/** What stands in backquotes is to be typed as it stands. */
const withCode = (message: string) =>
  message.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))

export const findingsStyles = css`
  .findings {
    display: grid;
    gap: var(--size-1);
    font-size: var(--text-s);
  }

  .findings li {
    display: flex;
    gap: var(--size-2);
  }

  .findings .icon {
    block-size: 1lh;
  }

  .findings p {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .findings strong {
    font-weight: var(--font-weight-6);
  }

  .findings code {
    display: inline-block;
    padding-inline: var(--size-1);
    border-radius: var(--radius);
    background: var(--surface-3);
    font-family: var(--font-monospace-code);
    font-size: var(--text-xs);
  }

  .took,
  .findings :is(.now, .later, .skipped) {
    color: var(--text-2);
  }

  .took {
    font-size: var(--text-xs);
  }

  .findings .ok .icon {
    color: var(--ok);
  }

  .findings .warning .icon {
    color: var(--wait);
  }

  .findings .failed .icon {
    color: var(--fail);
  }
`
