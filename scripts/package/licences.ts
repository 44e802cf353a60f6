import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { recordedPackages } from '../build/packages.ts'
import { nodeFor } from '../pack/base.ts'
import { packageFor } from '../pack/foreign.ts'
import { at, root } from '../project.ts'
import { Stop } from '../script.ts'
import { shellConfig } from '../start/core.ts'
import type { Target } from '../targets.ts'

type About = { name: string; version: string; license?: string; author?: string | { name: string }; homepage?: string }

/**
 * The licences of all that is in a package besides our own code: the Neutralino core, Node, and each npm package that the
 * bundlers took something from.
 */
export const thirdPartyLicences = async (target: Target): Promise<string> => {
  const keyring = relative(root, await packageFor(target, target.keyring))
  const folders = [...new Set([...recordedPackages('ui'), ...recordedPackages('backend'), keyring])].sort()
  const { licence } = await nodeFor(target)
  return [
    'AIOS contains the following works of others, under their own licences.',
    section('Neutralinojs core', coreLicence()),
    section('Node.js', readFileSync(licence, 'utf8')),
    ...folders.map(packageSection),
  ].join('\n')
}

const section = (title: string, text: string) => `\n${'='.repeat(78)}\n${title}\n${'='.repeat(78)}\n\n${text.trim()}\n`

/** The core's releases carry no licence file, so the one of its source is kept here, version by version. */
const coreLicence = () => {
  const { binaryVersion } = shellConfig().cli
  const path = at('scripts', 'package', 'licences', `neutralino-core-${binaryVersion}.txt`)
  if (!existsSync(path))
    throw new Stop(`The licence of Neutralino core ${binaryVersion} is missing: put it at ${path}.`)
  return readFileSync(path, 'utf8')
}

const packageSection = (folder: string) => {
  const { name, version, license, author, homepage }: About = JSON.parse(
    readFileSync(at(folder, 'package.json'), 'utf8'),
  )
  const texts = readdirSync(at(folder))
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .map((file) => readFileSync(join(at(folder), file), 'utf8').trim())
  const by = typeof author === 'object' ? author.name : author
  const said = [`Licence: ${license ?? 'see below'}`, by && `By ${by}`, homepage].filter(Boolean).join('\n')
  return section(`${name} ${version}`, [said, ...texts].join('\n\n'))
}
