import { execFile, spawn } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { devNull } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import * as words from '../../../base/words/index.ts'
import { hasRoom, MAX_NEW_FILES } from './copy.ts'
import type { CompareInput, Difference, Kept, TakeInput } from './kept.ts'
import { factsOf, isWithin, leftOut } from './walk.ts'

/** What is kept of a repository: git packs it, and leaves out what it ignores. */
const MAX_FILES = 50_000
const MAX_BYTES = 1024 ** 3
/** Milliseconds that one command may take. */
const GIT_TIMEOUT = 300_000
/** Files that git may fail to read. */
const MAX_MISSED = 100

/** No conversion of any kind: what is kept are the bytes as they are, whatever the repository's own attributes say. */
const attributes = '* -text -filter -ident -working-tree-encoding -diff\n'
const settings = {
  ...{ 'core.bare': 'false', 'core.autocrlf': 'false', 'core.safecrlf': 'false', 'core.fsmonitor': 'false' },
  ...{ 'core.hooksPath': devNull, 'core.attributesFile': devNull, 'core.excludesFile': devNull },
  // It lasts until the task ends, and a power cut ends that, too.
  ...{ 'core.looseCompression': '1', 'core.fsync': 'none', 'gc.auto': '0', 'advice.addEmbeddedRepo': 'false' },
}

/** git on a repository of our own, with somebody else's folder as what is in it: theirs is neither read nor written. */
const gitOf = ({ folder, place }: Pick<TakeInput, 'folder' | 'place'>) => {
  const gitDir = join(place, 'git')
  const config = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const environment = () => {
    // What is set for another repository, such as by a hook that AIOS was started from, does not hold here.
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
    const own = { GIT_DIR: gitDir, GIT_WORK_TREE: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull }
    return { ...Object.fromEntries(others), ...own, GIT_ATTR_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' }
  }
  const run = (args: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const options = {
        cwd: folder,
        env: environment(),
        timeout: GIT_TIMEOUT,
        maxBuffer: MAX_BYTES / 4,
        windowsHide: true,
      }
      execFile('git', [...config, ...args], options, (error, stdout) => (error ? reject(error) : resolve(stdout)))
    })
  const list = async (args: readonly string[]) => (await run(args)).split('\0').filter(Boolean)
  const write = async (object: string, path: string) => {
    const child = spawn('git', [...config, 'cat-file', 'blob', object], { cwd: folder, env: environment() })
    const ended = new Promise<void>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`git cat-file ended with ${code}.`))))
    })
    await Promise.all([pipeline(child.stdout, createWriteStream(path, { mode: 0o600 })), ended])
  }
  return { gitDir, run, list, write }
}
type Git = ReturnType<typeof gitOf>

/** Where the repository is that a folder belongs to; undefined where there is none. */
const repositoryOf = (folder: string): string | undefined => {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) return undefined
  }
}

/** Files and folders that git would add; those that end with / are repositories of their own, and are left out. */
const unknownTo = async ({ gitDir, list }: Git, folder: string) => {
  const found = await list(['ls-files', '-z', '--others', '--exclude-standard'])
  const nested = found.filter((path) => path.endsWith('/'))
  if (nested.length > 0) await appendFile(join(gitDir, 'info/exclude'), nested.map(asPattern).join(''))
  return found.filter((path) => !path.endsWith('/')).map((path) => join(folder, path))
}

const asPattern = (path: string) => `/${path.replace(/[\\*?[\]!#]|\s$/g, '\\$&')}\n`

/** Keeps a repository's files as objects of git, in a repository of our own. */
export const takeWithGit = async (input: TakeInput): Promise<Kept> => {
  const { folder, place, avoid } = input
  const repository = repositoryOf(folder)
  if (repository === undefined) return { by: 'none', why: words.notSaved.noRepository }
  const git = gitOf(input)
  try {
    await git.run(['init', '--quiet', '--template=', git.gitDir])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { by: 'none', why: words.notSaved.noGit }
  }
  await mkdir(join(git.gitDir, 'info'), { recursive: true })
  await writeFile(join(git.gitDir, 'info/attributes'), attributes)
  const theirs = await readFile(join(repository, '.git/info/exclude'), 'utf8').catch(() => '')
  const own = isWithin(avoid, folder) ? [asPattern(`${relative(folder, avoid).split(sep).join('/')}/`)] : []
  await writeFile(
    join(git.gitDir, 'info/exclude'),
    [theirs, '', ...leftOut.map((name) => `${name}/`), ...own, ''].join('\n'),
  )
  const files = await unknownTo(git, folder)
  if (files.length > MAX_FILES)
    return {
      by: 'none',
      why: words.notSaved.tooManyFilesInGit(MAX_FILES),
    }
  let bytes = 0
  for (const path of files) bytes += Number((await factsOf(path))?.size ?? 0)
  if (bytes > MAX_BYTES) return { by: 'none', why: words.notSaved.tooLarge(MAX_BYTES) }
  if (!(await hasRoom(place, bytes))) return { by: 'none', why: words.notSaved.noRoom }
  // A file that cannot be read ends it with a failure, and all others are there.
  const failure = await git.run(['add', '--all', '--ignore-errors']).then(
    () => undefined,
    (error: Error) => error,
  )
  const missed = await unknownTo(git, folder)
  if (failure && missed.length > MAX_MISSED) throw failure
  // What is not kept now is not new later: undoing that would remove it.
  const ignored = await git.list(['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory'])
  const unkept = [...ignored, ...missed.map((path) => relative(folder, path).split(sep).join('/'))]
  await writeFile(join(place, 'unkept'), unkept.join('\0'), { mode: 0o600 })
  await writeFile(join(place, 'tree'), (await git.run(['write-tree'])).trim(), { mode: 0o600 })
  return { by: 'git', files: files.length, bytes }
}

/** What differs from what git keeps, and all files that it keeps. */
export const compareWithGit = async (input: CompareInput) => {
  const { folder, place } = input
  const git = gitOf(input)
  const tree = await readFile(join(place, 'tree'), 'utf8')
  const unkept = (await readFile(join(place, 'unkept'), 'utf8')).split('\0').filter(Boolean)
  const known = new Set(
    (await git.list(['ls-tree', '-r', '-z', '--name-only', tree])).map((path) => join(folder, path)),
  )
  await git.run(['add', '--update', '--ignore-errors']).catch(() => undefined)
  const now = (await git.run(['write-tree'])).trim()
  const fields = await git.list(['diff-tree', '-r', '-z', '--raw', '--no-renames', tree, now])
  await mkdir(join(place, 'before'), { recursive: true, mode: 0o700 })
  const changed: Difference[] = []
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [modeBefore = '', modeAfter = '', object = ''] = fields[at]?.slice(1).split(' ') ?? []
    const path = join(folder, fields[at + 1] as string)
    if (!isFileMode(modeBefore)) continue
    if (isFileMode(modeAfter) && fields[at]?.split(' ')[3] === object) continue // only its rights
    const before = join(place, 'before', String(changed.length))
    await git.write(object, before)
    changed.push({ path, before, isThere: isFileMode(modeAfter) })
  }
  const wasThere = (path: string) => unkept.some((each) => (each.endsWith('/') ? path.startsWith(each) : path === each))
  const fresh = (await unknownTo(git, folder)).filter((path) => !wasThere(relative(folder, path).split(sep).join('/')))
  const added: Difference[] = []
  for (const path of fresh.slice(0, MAX_NEW_FILES))
    if ((await factsOf(path))?.isFile()) added.push({ path, isThere: true })
  return { changed, added, known, more: fresh.length > MAX_NEW_FILES }
}

const isFileMode = (mode: string) => mode.startsWith('100')
