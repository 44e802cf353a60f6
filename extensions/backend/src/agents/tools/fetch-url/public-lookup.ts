import { type LookupAddress, promises } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { AppError } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { isNeighbour, isPublicAddress } from './public-address.ts'

/** All addresses of a host. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>

export const systemResolve: Resolve = (hostname) => promises.lookup(hostname, { all: true, verbatim: true })

export const isReachable = (address: string): boolean => isPublicAddress(address) && !isNeighbour(address)

const notPublic = (hostname: string) => new AppError('address.private', words.tools.fetch.notPublic(hostname))

/**
 * Finds the addresses for a connection, and only such as may be reached. The connection is made to the very address that
 * was looked at, so that no other answer of a name server comes in between; one private address refuses them all.
 */
export const publicLookup = (resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction => {
  return (hostname, { all }, done) => {
    resolve(hostname).then(
      (found) => {
        const [first] = found
        if (!first || !found.every(({ address }) => isAllowed(address))) return done(notPublic(hostname), '')
        if (all) done(null, found)
        else done(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => done(error, ''),
    )
  }
}

/** Refuses an address written out in the URL, for which nothing is looked up. @throws AppError `address.private` */
export const checkLiteral = ({ hostname }: URL, isAllowed: (address: string) => boolean): void => {
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) !== 0 && !isAllowed(address)) throw notPublic(hostname)
}
