import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { FileChange } from '../../../extensions/backend/src/shared/contract/journal.ts'
import type { TaskWithSteps } from '../../../extensions/backend/src/shared/contract/tasks.ts'
import { snapshotPlaces } from '../../../extensions/backend/src/storage/tasks/folder-snapshots/places.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import { externalAgents, workingFolder } from '../../support/external-agent.ts'
import { hasGit, largeFolder, repository } from '../../support/large-folder.ts'
import { until } from '../../support/until.ts'

let app: TestApp
let on: ReturnType<typeof externalAgents>
let folder: string
let workspaceId: string
beforeEach(async () => {
  folder = workingFolder()
  app = await openApp()
  on = externalAgents(app, folder)
  workspaceId = (await app.workspace()).id
})
afterEach(async () => {
  await app.close()
  rmSync(dirname(folder), { recursive: true, force: true })
})

const at = (name: string) => join(folder, name)
const text = (name: string) => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : undefined)
const all = { approvals: { read: 'allow', write: 'allow', network: 'allow', run: 'allow' } } as const
const run = (prompt: string) => on.run(workspaceId, prompt, '', all)
const changesOf = ({ id }: { id: string }) => app.json<FileChange[]>(`/api/tasks/${id}/changes`)
const shown = (changes: readonly FileChange[]) =>
  changes.map(({ name, before, after }) => `${before ? (after ? '~' : '-') : '+'}${relative(folder, name)}`).toSorted()
const undo = async (task: { id: string }) => {
  const changes = await changesOf(task)
  for (const { id } of changes.toReversed()) expect((await app.post(`/api/changes/${id}/restore`)).status).toBe(201)
}
const snapshots = () => {
  const place = join(app.dataDir, 'task-snapshots')
  return existsSync(place) ? readdirSync(place) : []
}
const said = ({ steps }: TaskWithSteps) => steps.map(({ title }) => title).join('\n')

describe('files of a small folder', () => {
  it('that a program writes, creates and removes without a word can be taken back', async () => {
    writeFileSync(at('a.md'), 'before')
    mkdirSync(at('sub'))
    writeFileSync(at('sub/gone.md'), 'still wanted')
    writeFileSync(at('same.md'), 'same')
    const task = await run(`quiet ${at('a.md')} after\nquiet ${at('new/b.md')} fresh\nremove ${at('sub')}`)
    expect(said(task)).toContain('Saved the folder (3 files) so that')
    expect(task.result?.markdown).toMatch(/It changed 3 files/)
    expect(shown(await changesOf(task))).toEqual(['+new/b.md', '-sub/gone.md', '~a.md'])
    await undo(task)
    expect([text('a.md'), text('new/b.md'), text('sub/gone.md')]).toEqual(['before', undefined, 'still wanted'])
    expect(snapshots()).toEqual([])
  })

  it('that are no text come back byte by byte, and the taking back can be taken back', async () => {
    const picture = Buffer.from([0xff, 0xd8, 0x00, 0x0a, 0xfe])
    writeFileSync(at('picture'), picture)
    const task = await run(`bytes ${at('picture')} 00ff00`)
    await undo(task)
    expect(readFileSync(at('picture'))).toEqual(picture)
    const undone = (await changesOf(task)).at(-1)
    expect((await app.post(`/api/changes/${undone?.id}/restore`)).status).toBe(201)
    expect(readFileSync(at('picture'))).toEqual(Buffer.from([0, 255, 0]))
  })

  it('that are written by itself while it asks are changes one by one', async () => {
    writeFileSync(at('a.md'), 'one')
    const { id } = await on.launch(
      workspaceId,
      `race ${at('a.md')} two\nrace ${at('a.md')} three\nrace ${at('b.md')} x`,
    )
    for (const n of [1, 2, 3]) {
      await until(
        () => on.task(id),
        ({ approvals }) => approvals.length === n,
      )
      const [asking] = await on.asked(id)
      await on.decide(asking as never, 'once')
    }
    const task = await app.ended(id)
    const changes = await changesOf(task)
    expect(shown(changes)).toEqual(['+b.md', '~a.md', '~a.md'])
    await undo(task)
    expect([text('a.md'), text('b.md')]).toEqual(['one', undefined])
  })

  it('that were written although it was not allowed to are changes, too', async () => {
    writeFileSync(at('a.md'), 'one')
    const { id } = await on.launch(workspaceId, `race ${at('a.md')} two`)
    const [asking] = await on.asked(id)
    await on.decide(asking as never, 'deny')
    const task = await app.ended(id)
    expect(shown(await changesOf(task))).toEqual(['~a.md'])
    await undo(task)
    expect(text('a.md')).toBe('one')
  })

  it('are one change where they were written through AIOS and not touched since', async () => {
    const task = await run(`write ${at('a.md')} one\nwrite ${at('a.md')} two\nquiet ${at('b.md')} x`)
    expect(shown(await changesOf(task))).toEqual(['+a.md', '+b.md', '~a.md'])
    const other = await run(`write ${at('a.md')} three\nquiet ${at('a.md')} four`)
    expect(shown(await changesOf(other))).toEqual(['~a.md', '~a.md'])
    await undo(other)
    expect(text('a.md')).toBe('two')
  })

  it('are kept when a task is cancelled in the middle', async () => {
    writeFileSync(at('a.md'), 'before')
    const { id } = await on.launch(workspaceId, `quiet ${at('a.md')} after\nhang`, '', all)
    await until(() => text('a.md') === 'after')
    await app.post(`/api/tasks/${id}/cancel`)
    const changes = await until(
      () => changesOf({ id }),
      ({ length }) => length === 1,
    )
    expect(shown(changes)).toEqual(['~a.md'])
    const task = await until(
      () => on.task(id),
      ({ result }) => result !== undefined,
    )
    expect(task.result?.markdown).toContain('It changed 1 file')
  })

  it('are kept when the program dies, also what its next run does', async () => {
    writeFileSync(at('a.md'), 'before')
    const task = await run(`quiet ${at('a.md')} after\ndie`)
    expect(task.status).toBe('failed')
    writeFileSync(at('a.md'), 'by hand')
    await app.post(`/api/tasks/${task.id}/retry`)
    await app.ended(task.id)
    const changes = await changesOf(task)
    expect(changes.map(({ before, after }) => [before?.size, after?.size])).toEqual([
      [6, 5],
      [7, 5],
    ])
    expect((await app.post(`/api/changes/${changes[1]?.id}/restore`)).status).toBe(201)
    expect(text('a.md')).toBe('by hand')
  })

  it('are looked at where they are, wherever links lead', async () => {
    const other = mkdtempSync(join(tmpdir(), 'aios-outside-'))
    onTestFinished(() => rmSync(other, { recursive: true, force: true }))
    writeFileSync(join(other, 'secret.md'), 'secret')
    symlinkSync(other, at('way'))
    mkdirSync(at('sub'))
    writeFileSync(at('sub/secret.md'), 'mine')
    const prompt = [`quiet ${join(other, 'secret.md')} taken`, `remove ${at('sub')}`, `link ${at('sub')} ${other}`]
    const task = await run(prompt.join('\n'))
    const changes = await changesOf(task)
    expect(shown(changes)).toEqual(['-sub/secret.md'])
    const response = await app.post(`/api/changes/${changes[0]?.id}/restore`)
    expect((await response.json()).error.code).toBe('change.overtaken')
    expect(readFileSync(join(other, 'secret.md'), 'utf8')).toBe('taken')
    rmSync(at('sub'))
    await undo(task)
    expect(text('sub/secret.md')).toBe('mine')
  })

  it('are not those of packages and of versions', async () => {
    const task = await run(
      `quiet ${at('node_modules/x/index.js')} x\nquiet ${at('.git/HEAD')} x\nquiet ${at('a.md')} x`,
    )
    expect(shown(await changesOf(task))).toEqual(['+a.md'])
  })
})

describe('what was left uncompared', () => {
  /** As a crash leaves it after a task has ended. */
  const leave = async (taskId: string) => {
    const places = snapshotPlaces(app.dataDir)
    const place = await places.make(taskId)
    await places.finish({ taskId, folder, by: 'none' })
    await places.keepFile(taskId, at('a.md'), Buffer.from('before'))
    const facts = join(place, 'facts.json')
    const gone = `${hostname()}:${spawnSync(process.execPath, ['-e', '']).pid}:1`
    writeFileSync(facts, JSON.stringify({ ...JSON.parse(readFileSync(facts, 'utf8')), owner: gone }))
  }
  const restart = async () => {
    await app.close({ keep: true })
    app = await openApp({ dataDir: app.dataDir })
  }

  it('is compared at the next start; the list of files may be cut off at its end', async () => {
    const task = await run('say Done.')
    await leave(task.id)
    appendFileSync(join(app.dataDir, 'task-snapshots', task.id, 'named.jsonl'), '{"path":"/x')
    writeFileSync(at('a.md'), 'after')
    await restart()
    await until(
      () => changesOf(task),
      ({ length }) => length === 1,
    )
    await undo(task)
    expect(text('a.md')).toBe('before')
    await until(() => snapshots().length === 0)
  })

  it('of a task that this database does not know is left alone', async () => {
    await leave(randomUUID())
    await restart()
    await app.workspace()
    expect(snapshots()).toHaveLength(1)
  })
})

describe('files of a large folder', () => {
  beforeEach(() => largeFolder(folder))

  it('are restored only where they were named before, and the task says so before it begins', async () => {
    writeFileSync(at('told.md'), 'before')
    writeFileSync(at('quiet.md'), 'before')
    // It begins in its asking mode, and waits for the answer: what it names is looked at before it goes on.
    const approvals = { ...all.approvals, run: 'ask' } as const
    const task = await on.run(
      workspaceId,
      [`tell ${at('told.md')} after`, `act ${at('fresh.md')} x`, `quiet ${at('quiet.md')} after`].join('\n'),
      '',
      { approvals },
    )
    const [first, second] = task.steps
    expect(first?.title).toMatch(
      /^Not every change can be undone: .* more than 2,000 files, and it isn’t a git repository/,
    )
    expect(second?.title).toMatch(/^Started/)
    expect(shown(await changesOf(task))).toEqual(['+fresh.md', '~told.md'])
    await undo(task)
    expect([text('told.md'), text('fresh.md'), text('quiet.md')]).toEqual(['before', undefined, 'after'])
    expect(snapshots()).toEqual([])
  })

  it.skipIf(!hasGit)('that is a repository are kept by git, and the repository itself is not touched', async () => {
    const git = repository(folder)
    writeFileSync(at('.gitignore'), 'ignored\nbuild/\n')
    writeFileSync(at('.gitattributes'), '*.txt text eol=crlf\n*.enc filter=secret\n')
    writeFileSync(at('lines.txt'), 'one\r\ntwo\nthree\r\n')
    writeFileSync(at('a file.md'), 'before')
    writeFileSync(at('gone.bin'), Buffer.from([0, 1, 2, 255]))
    mkdirSync(at('build'))
    writeFileSync(at('build/old'), 'old')
    const state = git.state()
    const task = await run(
      [
        ...[`quiet ${at('lines.txt')} changed`, `remove ${at('gone.bin')}`, `quiet ${at('new.md')} x`],
        ...[`quiet ${at('.gitignore')} nothing`, `quiet ${at('1/1.txt')} y`],
      ].join('\n'),
    )
    expect(task.steps[0]?.title).toMatch(/^Saved the folder \([\d,]+ files, except those that git ignores\)/)
    // What was ignored before is not new, although nothing says so any more.
    expect(shown(await changesOf(task))).toEqual(['+new.md', '-gone.bin', '~.gitignore', '~1/1.txt', '~lines.txt'])
    await undo(task)
    expect(text('lines.txt')).toBe('one\r\ntwo\nthree\r\n')
    expect(readFileSync(at('gone.bin'))).toEqual(Buffer.from([0, 1, 2, 255]))
    expect([text('new.md'), text('build/old'), text('1/1.txt')]).toEqual([undefined, 'old', '1'])
    expect(git.state()).toEqual(state)
    expect(snapshots()).toEqual([])
  })
})
