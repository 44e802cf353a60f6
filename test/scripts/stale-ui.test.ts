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

test('the interface is stale when something in the shared room changed, and not when another file of the backend did', () => {
  const { ensureUi, change } = copy()
  expect(ensureUi()).toBe(true)
  expect(ensureUi()).toBe(false)

  for (const shared of ['quote.ts', 'contract/events.ts']) {
    change(`extensions/backend/src/shared/${shared}`)
    expect(ensureUi(), shared).toBe(true)
    expect(ensureUi()).toBe(false)
  }
  change('extensions/backend/src/text/answers/answer.ts')
  change('extensions/backend/src/services/tasks/tasks.ts')
  expect(ensureUi()).toBe(false)
})
