import { execFileSync } from 'node:child_process'
import { appendFileSync, cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { at } from '../../scripts/project.ts'
import { temporaryFolder } from '../support/folder.ts'

const sources = [
  'extensions/backend/src',
  'package-lock.json',
  'package.json',
  'neutralino.config.json',
  'scripts',
  'src',
  'tsconfig.json',
  'vite.config.ts',
]

/** A copy of the project, in which files may be changed. */
const copy = () => {
  const folder = temporaryFolder()
  for (const path of sources) cpSync(at(path), join(folder, path), { recursive: true })
  symlinkSync(at('node_modules'), join(folder, 'node_modules'))
  return {
    /** Sees to the UI; gives back whether it had to be built. */
    ensureUi(): boolean {
      const run = "const { ensureUi } = await import('./scripts/build/all.ts'); console.log(await ensureUi())"
      const said = execFileSync(process.execPath, ['--input-type=module', '-e', run], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      return said.trim().endsWith('true')
    },
    change: (path: string, line = '\n// changed\n') => appendFileSync(join(folder, path), line),
  }
}

test('the interface is stale when a file of the backend that it takes in changed, and not when another one did', () => {
  const { ensureUi, change } = copy()
  expect(ensureUi()).toBe(true)
  expect(ensureUi()).toBe(false)

  for (const taken of ['quote.ts', 'quote-match.ts', 'filter-syntax.ts']) {
    change(`extensions/backend/src/text/${taken}`)
    expect(ensureUi(), taken).toBe(true)
    expect(ensureUi()).toBe(false)
  }
  change('extensions/backend/src/text/answers/answer.ts')
  change('extensions/backend/src/services/tasks/tasks.ts')
  expect(ensureUi()).toBe(false)
})

test('a file that those begin to take in counts from then on', () => {
  const { ensureUi, change } = copy()
  ensureUi()
  change('extensions/backend/src/text/answers/shares.ts')
  expect(ensureUi()).toBe(false)

  change('extensions/backend/src/shared/quote.ts', "\nimport './shares.ts'\n")
  expect(ensureUi()).toBe(true)
  change('extensions/backend/src/text/answers/shares.ts')
  expect(ensureUi()).toBe(true)
})
