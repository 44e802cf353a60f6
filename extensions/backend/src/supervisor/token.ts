import { randomBytes } from 'node:crypto'

/** What calls the API, new at each launch: 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url')
