import type { Citation, QuoteMatch } from './contract/tasks.ts'

/** Of a citation whose quote was cut out of the page itself. */
export const exact = { verified: true, match: 'exact' } as const

/** How a citation's quote stands on its page; older results say only whether it stands there. */
export const matchOf = ({ match, verified }: Pick<Citation, 'match' | 'verified'>): QuoteMatch =>
  match ?? (verified ? 'exact' : 'unverified')
