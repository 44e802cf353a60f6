import { createHash, timingSafeEqual } from 'node:crypto'

export const sha256Of = (value: string) => createHash('sha256').update(value).digest()

/** The token that an `Authorization` header carries. */
export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]

/** Whether an `Authorization` header carries the token of that SHA-256; compared in constant time. */
export const tokenMatches = (expected: Buffer, authorization: string | undefined): boolean => {
  const sent = bearerOf(authorization)
  return sent !== undefined && timingSafeEqual(sha256Of(sent), expected)
}

/** Tells whether an `Authorization` header carries the launch's token. */
export const tokenCheck = (token: string) => {
  const expected = sha256Of(token)
  return (authorization: string | undefined): boolean => tokenMatches(expected, authorization)
}

/** The names under which this machine may be asked. */
export const ownHosts = (port: number) => [`127.0.0.1:${port}`, `localhost:${port}`]

/** Whether a page of that origin may call: those that are named, and the pages of the port itself. */
export const isAllowedOrigin = (origin: string, port: number, origins: readonly string[]): boolean =>
  origins.includes(origin) || ownHosts(port).some((host) => origin === `http://${host}`)
