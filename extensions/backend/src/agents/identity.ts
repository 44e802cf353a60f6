import { createHash } from 'node:crypto'

/** A name for exactly these facts, as JSON has them: other facts, another name. What users allow is bound to it. */
export const identityOf = (...facts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(facts)).digest('hex')
