import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '../project.ts'
import { Stop } from '../script.ts'
import { shellConfig } from '../start/core.ts'

type About = { name: string; version: string; license?: string; author?: string | { name: string }; homepage?: string }
type Lock = { packages: Record<string, { dev?: boolean; devOptional?: boolean }> }

const line = '='.repeat(78)

/** A work and its licence, as a part of a text file. */
export const licenceSection = (title: string, text: string): string =>
  `\n${line}\n${title}\n${line}\n\n${text.trim()}\n`

/** The core's releases carry no licence file, so the one of its source is kept here, version by version. */
export const coreLicence = (): string => {
  const { binaryVersion } = shellConfig().cli
  const path = at('scripts', 'package', 'licences', `neutralino-core-${binaryVersion}.txt`)
  if (!existsSync(path))
    throw new Stop(`The licence of Neutralino core ${binaryVersion} is missing: put it at ${path}.`)
  return readFileSync(path, 'utf8')
}

/** What a package says of itself, and the licence texts that come with it. `folder` is from the root. */
export const packageLicence = (folder: string): { title: string; said: string; text: string } => {
  const { name, version, license, author, homepage }: About = JSON.parse(
    readFileSync(at(folder, 'package.json'), 'utf8'),
  )
  const texts = readdirSync(at(folder))
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .map((file) => readFileSync(join(at(folder), file), 'utf8').trim())
  const by = typeof author === 'object' ? author.name : author
  const said = [`Licence: ${license ?? 'see below'}`, by && `By ${by}`, homepage].filter(Boolean).join('\n')
  return { title: `${name} ${version}`, said, text: texts.join('\n\n') }
}

/**
 * The licences that the window shows: of the core and of each package that AIOS may be made of, as package-lock.json has
 * it. A text that several share stands there once.
 */
export const licencesToShow = (): string => {
  const { packages }: Lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8'))
  const folders = Object.entries(packages).flatMap(([folder, { dev, devOptional }]) =>
    folder === '' || dev || devOptional || !existsSync(at(folder)) ? [] : folder,
  )
  const byText = Map.groupBy(folders.map(packageLicence), ({ text }) => text)
  const sections = [...byText].map(([text, sharing]) =>
    licenceSection(
      sharing.map(({ title }) => title).join(', '),
      [...sharing.map(({ title, said }) => `${title}\n${said}`), text].join('\n\n'),
    ),
  )
  return [
    'AIOS is made of the following works of others, under their own licences.',
    licenceSection('Neutralinojs core', coreLicence()),
    ...sections,
  ].join('\n')
}
