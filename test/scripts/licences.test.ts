import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { licencesToShow } from '../../scripts/build/licences.ts'
import { projectRoot } from '../support/neutralino-host/config.ts'

type Package = { dependencies: Record<string, string>; devDependencies: Record<string, string> }

it('the window shows the licences of the core and of every package that AIOS is made of, and of no other', () => {
  const shown = licencesToShow()
  const { dependencies, devDependencies }: Package = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
  const ofItself = (name: string, version: string) => new RegExp(`^${name} ${version.replaceAll('.', '\\.')}$`, 'm')
  for (const [name, version] of Object.entries(dependencies)) expect(shown).toMatch(ofItself(name, version))
  for (const name of ['vitest', 'playwright-core', '@biomejs/biome']) {
    expect(shown).not.toMatch(ofItself(name, devDependencies[name] ?? ''))
  }
  expect(shown).toContain('Neutralinojs core')
  // A text that packages share word by word stands there once, under all of their names.
  const sections = shown.split(`\n${'='.repeat(78)}\n`).length / 2
  const packages = shown.match(/^Licence: /gm) ?? []
  expect(sections).toBeLessThan(packages.length)
})
