import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { coreLicence, licenceSection, packageLicence } from '../build/licences.ts'
import { recordedPackages } from '../build/packages.ts'
import { nodeFor } from '../pack/base.ts'
import { packageFor } from '../pack/foreign.ts'
import { root } from '../project.ts'
import type { Target } from '../targets.ts'

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
    licenceSection('Neutralinojs core', coreLicence()),
    licenceSection('Node.js', readFileSync(licence, 'utf8')),
    ...folders.map(packageSection),
  ].join('\n')
}

const packageSection = (folder: string) => {
  const { title, said, text } = packageLicence(folder)
  return licenceSection(title, `${said}\n\n${text}`)
}
