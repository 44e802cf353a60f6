import { css, html, svg } from 'lit'
import type { UsageReport } from '../../../api/providers.ts'
import { text } from '../../../strings/index.ts'

type Day = UsageReport['days'][number]

/** A day is one unit wide; of that, the bar takes this much. */
const barWidth = 0.76
/** The height of the picture in its own units. */
const top = 100

/** A bar a day: what came back on what was sent. The picture is stretched to the width there is; words stay outside of it. */
export const chart = (days: readonly Day[]) => {
  const peak = Math.max(...days.map(({ inputTokens, outputTokens }) => inputTokens + outputTokens))
  const height = (tokens: number) => (peak === 0 ? 0 : (tokens / peak) * top)
  const [first, middle, last] = [0, Math.floor(days.length / 2), days.length - 1].map((at) => days[at]?.day ?? '')
  return html`
    <figure class="chart">
      <p class="scale figures" aria-hidden="true">${text.usage.tokens(peak)}</p>
      <svg
        role="img"
        aria-label=${text.usage.chart(days.length, peak)}
        viewBox="0 0 ${days.length} ${top}"
        preserveAspectRatio="none"
      >
        ${days.map((day, at) => bar(day, at, height))}
      </svg>
      <div class="axis figures" aria-hidden="true">
        ${[first, middle, last].map((day) => html`<span>${text.usage.day(day ?? '')}</span>`)}
      </div>
      <figcaption>
        <span class="input">${text.usage.input}</span> <span class="output">${text.usage.output}</span>
      </figcaption>
    </figure>
  `
}

const bar = ({ day, inputTokens, outputTokens }: Day, at: number, height: (tokens: number) => number) => {
  const x = at + (1 - barWidth) / 2
  const [sent, came] = [height(inputTokens), height(outputTokens)]
  return svg`
    <g>
      <title>${text.usage.bar(day, inputTokens, outputTokens)}</title>
      <rect class="day" x=${at} y="0" width="1" height=${top} />
      <rect class="input" x=${x} y=${top - sent} width=${barWidth} height=${sent} />
      <rect class="output" x=${x} y=${top - sent - came} width=${barWidth} height=${came} />
    </g>
  `
}

export const chartStyles = css`
  .chart {
    --input: color-mix(in oklab, var(--accent), var(--surface-1) 45%);
    --output: var(--accent);

    margin-block: var(--size-3);
    color: var(--text-2);
    font-size: var(--text-xs);
  }

  .chart svg {
    display: block;
    inline-size: 100%;
    block-size: 9rem;
    border-block: var(--hairline);
  }

  .chart .axis {
    display: flex;
    justify-content: space-between;
    margin-block-start: var(--size-1);
  }

  .day {
    fill: transparent;
  }

  g:hover .day {
    fill: var(--surface-hover);
  }

  rect.input {
    fill: var(--input);
  }

  rect.output {
    fill: var(--output);
  }

  figcaption {
    display: flex;
    gap: var(--size-4);
    margin-block-start: var(--size-2);
  }

  figcaption span::before {
    display: inline-block;
    inline-size: var(--size-2);
    block-size: var(--size-2);
    margin-inline-end: var(--size-1);
    background: var(--input);
    content: '';
  }

  figcaption .output::before {
    background: var(--output);
  }
`
