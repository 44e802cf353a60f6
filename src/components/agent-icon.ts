import { html } from 'lit'
import { type IconName, icon } from './icon.ts'

/** Icons that an agent may be given by name; anything else that it has is an emoji. */
export const agentIcons = [
  'agent',
  'ask',
  'search',
  'library',
  'fileText',
  'tasks',
  'archive',
  'filter',
  'rename',
  'send',
] as const satisfies readonly IconName[]

/** What stands before an agent's name. */
export const agentIcon = (chosen: string | undefined) => {
  if (!chosen) return icon('agent')
  const named = agentIcons.find((name) => name === chosen)
  return named ? icon(named) : html`<span class="icon" aria-hidden="true">${[...chosen].slice(0, 8).join('')}</span>`
}
