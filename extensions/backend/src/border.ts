import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (value: string) => createHash('sha256').update(value).digest()

/** Tells whether an `Authorization` header carries the launch's token; compared in constant time. */
export const tokenCheck = (token: string) => {
  const expected = digest(token)
  return (authorization: string | undefined): boolean => {
    const [, sent] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? []
    return sent !== undefined && timingSafeEqual(digest(sent), expected)
  }
}

/** The names under which this machine may be asked. */
export const ownHosts = (port: number) => [`127.0.0.1:${port}`, `localhost:${port}`]

/** Whether a page of that origin may call: those that are named, and the pages of the port itself. */
export const isAllowedOrigin = (origin: string, port: number, origins: readonly string[]): boolean =>
  origins.includes(origin) || ownHosts(port).some((host) => origin === `http://${host}`)
