import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** What is not on the public internet, by the registries of special addresses (IANA, RFC 6890). */
const notPublic = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8], // this host
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // behind a provider's NAT
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, where clouds keep their secrets
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocols
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
] as const)
  notPublic.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['2001::', 23], // protocols, Teredo among them
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which holds an IPv4 address
  ['3fff::', 20], // documentation
] as const)
  notPublic.addSubnet(network, bits, 'ipv6')

/** All of IPv6 that is given out; loopback, link-local, unique local, mapped and multicast addresses are outside. */
const givenOut = new BlockList()
givenOut.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address is on the public internet. Anything that is no address is not. */
export const isPublicAddress = (address: string): boolean => {
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4')
  return isIPv6(address) && givenOut.check(address, 'ipv6') && !notPublic.check(address, 'ipv6')
}

/** Bits of the widest network that is taken for a neighbourhood: tunnels may claim to be in all of them. */
const widest = 8

/** Whether an address is in one of the networks that this machine is in: neighbours may have public addresses, too. */
export const isNeighbour = (address: string, interfaces = networkInterfaces()): boolean => {
  const own = new BlockList()
  for (const { cidr, family } of Object.values(interfaces).flatMap((each) => each ?? [])) {
    const [network, bits] = cidr?.split('/') ?? []
    if (network && Number(bits) >= widest) own.addSubnet(network, Number(bits), family === 'IPv4' ? 'ipv4' : 'ipv6')
  }
  return own.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}
