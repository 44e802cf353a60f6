import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { at } from '../../scripts/project.ts'
import { temporaryFolder } from '../support/folder.ts'

const biome = at('node_modules', '@biomejs', 'biome', 'bin', 'biome')

/** Lints files, by their paths, under the rules of this project; the rules that each breaks. */
const lint = (files: Readonly<Record<string, string>>) => {
  const folder = temporaryFolder()
  copyFileSync(at('biome.json'), join(folder, 'biome.json'))
  execFileSync('git', ['init', '-q'], { cwd: folder })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none']
  const { stdout, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; location: { path: string } }[] }
  const broken = (path: string) =>
    diagnostics.filter(({ location }) => location.path === path).map(({ category }) => category)
  return { broken, status }
}

/** A file that holds one import. */
const importing = (specifier: string) => `import { x } from '${specifier}'\nconsole.log(x)\n`

const backend = (file: string) => `extensions/backend/src/${file}`

describe('an import across a wall fails the check', () => {
  it.each([
    ['shared/ takes from elsewhere', backend('shared/quote.ts'), '../text/language/sentences.ts'],
    ['shared/ takes from Node', backend('shared/contract/tasks.ts'), 'node:fs'],
    ['base/ takes from a floor above', backend('base/events.ts'), '../storage/originals/blobs.ts'],
    ['text/ takes from storage/', backend('text/search/rank.ts'), '../../storage/index/passages.ts'],
    ['text/ speaks with the network', backend('text/search/rank.ts'), 'node:http'],
    ['storage/ takes from services/', backend('storage/tasks/tasks.ts'), '../../services/tasks/tasks.ts'],
    ['programs/ takes from agents/', backend('programs/program.ts'), '../agents/agent.ts'],
    ['models/ takes from services/', backend('models/fetch.ts'), '../services/models/keys.ts'],
    ['workers/ takes from services/', backend('workers/search.worker.ts'), '../services/search/find.ts'],
    ['agents/ takes from services/', backend('agents/model/loop.ts'), '../../services/models/keys.ts'],
    ['services/ calls a thread by itself', backend('services/tasks/tasks.ts'), '../../base/thread.ts'],
    ['agents/ calls a thread by itself', backend('agents/tools/tool.ts'), '../../base/thread-calls.ts'],
    ['services/ takes from server/', backend('services/tasks/tasks.ts'), '../../server/sse.ts'],
    ['services/ knows HTTP', backend('services/tasks/tasks.ts'), 'hono'],
    ['services/ opens the database', backend('services/tasks/tasks.ts'), 'node:sqlite'],
    ['a route takes from storage/', backend('server/routes/tasks.ts'), '../../storage/tasks/tasks.ts'],
    [
      'services/ goes past the port of the library',
      backend('services/tasks/tasks.ts'),
      '../../storage/library/documents.ts',
    ],
    ['services/ looks at the index itself', backend('services/search/find.ts'), '../../storage/index/passages.ts'],
    ['services/ looks at originals itself', backend('services/library/adding.ts'), '../../storage/originals/blobs.ts'],
    ['agents/ goes past the port of the library', backend('agents/wait.ts'), '../storage/library/document-claims.ts'],
    ['server/ goes past the port of the library', backend('server/services.ts'), '../storage/originals/contents.ts'],
    ['services/ takes from supervisor/', backend('services/tasks/tasks.ts'), '../../supervisor/supervisor.ts'],
    ['server/ takes from supervisor/', backend('server/start.ts'), '../supervisor/supervisor.ts'],
    ['server/ speaks with Neutralino', backend('server/start.ts'), 'ws'],
    ['supervisor/ takes from server/', backend('supervisor/serve.ts'), '../server/app.ts'],
    ['a feature takes from another', 'src/features/library/library-view.ts', '../tasks/task-row.ts'],
    [
      'a room of a feature takes from another feature',
      'src/features/settings/mcp/server.ts',
      '../../tasks/task-row.ts',
    ],
    ['a feature takes from the frame', 'src/features/library/library-view.ts', '../../frame/rail.ts'],
    ['parts/ takes from a feature', 'src/parts/answer/answer.ts', '../../features/ask/composer.ts'],
    ['components/ takes from a feature', 'src/components/menu.ts', '../features/ask/composer.ts'],
    ['state/ takes from a component', 'src/state/tasks.ts', '../components/menu.ts'],
    ['api/ takes from state/', 'src/api/tasks.ts', '../state/tasks.ts'],
    ['the foundation takes from api/', 'src/base/load.ts', '../api/client.ts'],
    ['the window takes from the backend', 'src/state/tasks.ts', '../../extensions/backend/src/text/answers/answer.ts'],
  ])('%s', (_, path, specifier) => {
    const { broken, status } = lint({ [path]: importing(specifier) })
    expect(broken(path)).toEqual(['lint/style/noRestrictedImports'])
    expect(status).not.toBe(0)
  })
})

it.each([
  [backend('server/routes/tasks.ts'), '../../services/tasks/tasks.ts'],
  [backend('services/tasks/tasks.ts'), '../../storage/tasks/tasks.ts'],
  [backend('services/library/adding.ts'), '../../storage/library/library.ts'],
  [backend('server/stores.ts'), '../storage/library/sqlite/library.ts'],
  [backend('agents/model/loop.ts'), '../../storage/tasks/tasks.ts'],
  [backend('storage/tasks/tasks.ts'), '../database/database.ts'],
  [backend('text/search/rank.ts'), '../language/words.ts'],
  [backend('workers/search-thread.ts'), '../base/thread.ts'],
  ['src/features/library/library-view.ts', '../../state/documents.ts'],
  ['src/features/settings/mcp/server.ts', '../settings-styles.ts'],
  ['src/parts/answer/answer.ts', '../../../extensions/backend/src/shared/quote.ts'],
  [backend('workers/search-thread.ts'), '../base/thread.ts'],
])('an import from a floor below passes: %s from %s', (path, specifier) => {
  const { broken, status } = lint({ [path]: importing(specifier) })
  expect(broken(path)).toEqual([])
  expect(status).toBe(0)
})

it('a circle fails the check, of types, too', () => {
  const a = "import type { B } from './b.ts'\nexport type A = B[]\n"
  expect(lint({ 'a.ts': a, 'b.ts': 'export type B = string\n' }).status).toBe(0)
  const { broken, status } = lint({
    'a.ts': a,
    'b.ts': "import type { A } from './a.ts'\nexport type B = A | string\n",
  })
  expect(broken('a.ts')).toEqual(['lint/suspicious/noImportCycles'])
  expect(broken('b.ts')).toEqual(['lint/suspicious/noImportCycles'])
  expect(status).not.toBe(0)
})
