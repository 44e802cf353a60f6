import { html } from 'lit'
import { text } from '../strings/index.ts'
import { icon } from './icon.ts'

/** What could not be fetched, and the way to try again; styled by `view`. */
export const problem = (error: unknown, retry: () => void) => html`
  <div class="problem">
    <p dir="auto">${(error as Error).message}</p>
    <button class="button small" type="button" @click=${retry}>${icon('retry')}${text.action.retry}</button>
  </div>
`
