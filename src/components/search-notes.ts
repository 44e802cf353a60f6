import { css, html, nothing } from 'lit'
import type { SearchResult } from '../api/search.ts'
import { text } from '../strings/index.ts'
import { icon } from './icon.ts'

type Remarks = Pick<SearchResult, 'corrections' | 'meaning' | 'notes'>

/** What a search has to say beside what it found: filters that mean nothing, a model that failed, words put right. */
export const searchNotes = ({ corrections, meaning, notes }: Remarks) => html`
  ${notes.map(
    ({ filter, message }) =>
      html`<p class="note small" role="status">${icon('alert')}<span dir="auto"><b>${filter}</b> ${message}</span></p>`,
  )}
  ${
    meaning === 'late' || meaning === 'failed'
      ? html`<p class="note small" role="status">${icon('alert')}${text.search.meaning[meaning]}</p>`
      : nothing
  }
  ${corrections.map(
    ({ word, instead }) => html`<p class="note" role="status" dir="auto">${text.search.corrected(word, instead)}</p>`,
  )}
`

export const searchNotesStyles = css`
  .note {
    display: flex;
    gap: var(--size-2);
    align-items: start;
    margin-block: var(--size-2);
    padding: var(--size-2);
    border-radius: var(--radius);
    background: var(--surface-2);
    font-size: var(--text-s);
  }
`
