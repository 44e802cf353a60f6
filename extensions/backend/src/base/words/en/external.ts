import { count } from './format.ts'

/** Agents that are programs of their own. */
export const externalAgents = {
  slow: (seconds: number) => `There was no response within ${count(seconds, 'second')}.`,
}
