import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { at } from '../../scripts/project.ts'
import { temporaryFolder } from '../support/folder.ts'

/** Says where the data of locales is first asked for, which takes longer than all else that a start does with words. */
const hook = `
  const say = () => process.stdout.write(new Error('locale data').stack + '\\n')
  for (const type of [Number, Date]) {
    const { toLocaleString } = type.prototype
    type.prototype.toLocaleString = function (...given) {
      say()
      return toLocaleString.apply(this, given)
    }
  }
  for (const name of ['NumberFormat', 'DateTimeFormat', 'Collator', 'Segmenter', 'PluralRules']) {
    Intl[name] = new Proxy(Intl[name], { construct: (format, given) => (say(), new format(...given)) })
  }`

it.each(['server/services.ts', 'server/app.ts', 'supervisor/serve.ts', 'supervisor/extension.ts'])(
  'loading %s writes nothing for people, which would cost each start',
  (entry) => {
    const preload = join(temporaryFolder(), 'hook.cjs')
    writeFileSync(preload, hook)
    const load = `import(${JSON.stringify(at('extensions/backend/src', entry))}).then(() => process.exit())`
    expect(execFileSync(process.execPath, ['--require', preload, '-e', load], { encoding: 'utf8' })).toBe('')
  },
)
