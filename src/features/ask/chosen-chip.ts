import { html } from 'lit'
import { icon } from '../../components/icon.ts'

/** Something that goes with the question, and the way to leave it out. */
export const chosenChip = (words: string, removeLabel: string, remove: () => void) => html`
  <span class="chip chosen">
    <span class="cut" dir="auto">${words}</span>
    <button type="button" aria-label=${removeLabel} @click=${remove}>${icon('close')}</button>
  </span>
`
