import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Agent } from '../../../extensions/backend/src/shared/contract/agents.ts'
import type { ExternalFindings, ExternalPreset } from '../../../extensions/backend/src/shared/contract/external.ts'
import type { FileChange } from '../../../extensions/backend/src/shared/contract/journal.ts'
import { openApp, type TestApp } from '../../support/app.ts'
import { double, externalAgents, workingFolder } from '../../support/external-agent.ts'
import { permit } from '../../support/samples.ts'
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

const notes = () => on.notes()
const agent: typeof on.agent = (...made) => on.agent(...made)
type Rest = Parameters<typeof on.launch> extends [string, ...infer Rest] ? Rest : never
const launch = (...rest: Rest) => on.launch(workspaceId, ...rest)
const run = (...rest: Rest) => on.run(workspaceId, ...rest)

describe('a program as an agent', () => {
  it('is prompted, and what it says, thinks, plans and does becomes steps', async () => {
    const task = await run('plan look,write\nthink Hm.\ntool ls\nsay It is done.')
    expect(task).toMatchObject({ status: 'succeeded', result: { mode: 'model', markdown: 'It is done.' } })
    expect(task.steps.map(({ kind, status, title }) => [kind, status, title])).toEqual([
      ['wait', 'done', 'Saved the folder (0 files) so that changes can be undone'],
      ['model', 'done', 'Started Double 1.2.3'],
      ['model', 'done', 'Plan: 1 of 2 done'],
      ['model', 'done', 'Double thought'],
      ['tool', 'done', 'ls'],
      ['model', 'done', 'Double answered'],
    ])
    expect((await on.content(task.steps[4] as never)).text).toBe('ran ls')
    expect((await on.content(task.steps[3] as never)).reasoning).toBe('Hm.')
  })
})

const diskFile = (name: string) => join(folder, name)

describe('its questions', () => {
  it('wait in the database until the user allows them once', async () => {
    const { id } = await launch('ask rm -rf build\nsay Over.')
    const [asking] = await on.asked(id)
    expect(asking).toMatchObject({
      kind: 'call',
      risk: 'run',
      title: 'rm -rf build',
      arguments: { input: { command: 'rm -rf build' } },
    })
    expect(notes()).not.toContain('did')
    expect((await on.decide(asking as never, 'once')).status).toBe(200)
    const task = await app.ended(id)
    expect(task).toMatchObject({ status: 'succeeded', result: { markdown: 'Over.' } })
    expect(notes()).toContain('answered yes\ndid rm -rf build')
    expect(task.steps.find(({ kind }) => kind === 'approval')).toMatchObject({ status: 'done' })
  })

  it('are answered with no, and the agent is told what the user says to it', async () => {
    const { id } = await launch('ask deploy')
    const [asking] = await on.asked(id)
    await on.decide(asking as never, 'deny', 'Never on a Friday.')
    const task = await app.ended(id)
    expect(task.status).toBe('succeeded')
    expect(notes()).toContain('answered no')
    expect(notes()).not.toContain('did deploy')
    expect(notes()).toContain('Never on a Friday.')
  })

  it('are answered for always by AIOS, which can take that back', async () => {
    const { id: agentId } = await agent()
    const first = await on.relaunch({ agentId, workspaceId, prompt: 'ask ls\nask ls' })
    const [asking] = await on.asked(first.id)
    await on.decide(asking as never, 'always')
    expect((await app.ended(first.id)).approvals).toHaveLength(1)
    expect(notes().match(/answered yes/g)).toHaveLength(2)
    const other = await on.relaunch({ agentId, workspaceId, prompt: 'ask whoami' })
    expect(await on.asked(other.id)).toHaveLength(1)
    const [grant] = await app.json<{ id: string; tool: string }[]>('/api/grants')
    expect(grant?.tool).toBe('execute: ls')
  })

  it('follow what its user set: never asked where all is allowed or forbidden', async () => {
    const approvals = { read: 'allow', network: 'ask' } as const
    await run('ask one', '', { approvals: { ...approvals, write: 'allow', run: 'allow' } })
    await run('ask two', '', { approvals: { ...approvals, write: 'allow', run: 'deny' } })
    expect(notes()).toContain('did one')
    expect(notes()).not.toContain('did two')
  })

  it('are put also by agents that begin in a mode in which they would not', async () => {
    await run('say Hello.')
    expect(notes()).toContain('mode default')
    rmSync(`${folder}.notes`)
    await run('say Hello.', 'copilotAllowed')
    expect(notes()).toContain('option allow_all off')
  })

  it('are put by one that calls its asking mode by another name, and it then writes nothing unasked', async () => {
    const { id } = await launch(`act ${diskFile('a.md')} text`, 'codex')
    const [asking] = await on.asked(id)
    expect(asking).toMatchObject({ risk: 'write', title: `Write ${diskFile('a.md')}` })
    expect(notes()).toContain('mode read-only')
    expect(existsSync(diskFile('a.md'))).toBe(false)
    await on.decide(asking as never, 'deny')
    const task = await app.ended(id)
    expect(existsSync(diskFile('a.md'))).toBe(false)
    expect(task.steps[1]?.detail).toMatchObject({ mode: 'read-only', asking: 'asks' })
  })
})

describe('an agent that cannot be made to ask', () => {
  const writes = () => `act ${diskFile('a.md')} text`

  it('works only once its user has let it, and is known for it from then on', async () => {
    const { id } = await launch(writes(), 'loose')
    const [asking] = await on.asked(id)
    expect(asking).toMatchObject({ risk: 'run', title: expect.stringContaining('work without asking') })
    expect(existsSync(diskFile('a.md'))).toBe(false)
    expect(notes()).not.toContain('prompted')
    await on.decide(asking as never, 'once')
    const task = await app.ended(id)
    expect(task.status).toBe('succeeded')
    expect(readFileSync(diskFile('a.md'), 'utf8')).toBe('text')
    expect((await app.json<Agent>(`/api/agents/${task.agentId}`)).external?.asking).toBe('never')
  })

  it('does not work where its user does not let it, or has forbidden something', async () => {
    const { id } = await launch(writes(), 'loose')
    const [asking] = await on.asked(id)
    await on.decide(asking as never, 'deny')
    expect(await app.ended(id)).toMatchObject({ status: 'failed', error: expect.stringContaining('wasn’t started') })
    const approvals = { read: 'allow', write: 'ask', network: 'ask', run: 'deny' } as const
    const forbidden = await run(writes(), 'loose', { approvals })
    expect(forbidden).toMatchObject({ status: 'failed', error: expect.stringContaining('may not do'), approvals: [] })
    expect(existsSync(diskFile('a.md'))).toBe(false)
  })

  it('is not asked about where all is allowed', async () => {
    const all = { read: 'allow', write: 'allow', network: 'allow', run: 'allow' } as const
    expect(await run(writes(), 'loose', { approvals: all })).toMatchObject({ status: 'succeeded', approvals: [] })
  })

  it('or does not say whether it does is named before it begins', async () => {
    const task = await run('say Hello.', 'modeless')
    expect(task.steps.slice(1).map(({ title }) => title)).toEqual([
      'Started Double 1.2.3',
      expect.stringContaining('doesn’t say whether it asks first'),
      'Double answered',
    ])
    expect((await app.json<Agent>(`/api/agents/${task.agentId}`)).external?.asking).toBe('unclear')
    const named = await run('say Hello.', 'claude')
    expect(named.steps.slice(1).map(({ title }) => title)).toEqual(['Started Double 1.2.3', 'Double answered'])
  })
})

describe('files', () => {
  const outside = () => mkdtempSync(join(tmpdir(), 'aios-outside-'))
  const free = { approvals: { read: 'allow', write: 'allow', network: 'ask', run: 'ask' } } as const

  it('are read and written in the folder only, whatever leads out of it', async () => {
    const other = outside()
    onTestFinished(() => rmSync(other, { recursive: true, force: true }))
    writeFileSync(join(other, 'secret'), 'the secret')
    symlinkSync(other, diskFile('way'))
    symlinkSync(join(other, 'new'), diskFile('dangling'))
    const paths = ['/etc/passwd', `${folder}/../${basename(other)}/secret`, diskFile('way/secret'), 'notes']
    const task = await run(paths.map((path) => `read ${path}`).join('\n'), '', free)
    expect(task.result?.markdown.match(/refused/g)).toHaveLength(4)
    expect(task.result?.markdown).not.toContain('the secret')
    const writes = [join(other, 'a'), diskFile('way/b'), diskFile('dangling'), `${folder}/x/../../c`]
    const wrote = await run(writes.map((path) => `write ${path} x`).join('\n'), '', free)
    expect(wrote.result?.markdown.match(/refused/g)).toHaveLength(4)
    expect(readdirSync(other)).toEqual(['secret'])
  })

  it('that are no files, or too large, are refused', async () => {
    writeFileSync(diskFile('large'), Buffer.alloc(6 * 1024 ** 2, 'x'))
    writeFileSync(diskFile('picture'), Buffer.from([0xff, 0xd8, 0xff]))
    mkdirSync(diskFile('folder'))
    if (process.platform !== 'win32') execFileSync('mkfifo', [diskFile('pipe')])
    const task = await run(
      ['large', 'picture', 'folder', 'pipe', 'nothing'].map((name) => `read ${diskFile(name)}`).join('\n'),
    )
    expect(task.result?.markdown.match(/refused/g)).toHaveLength(5)
  })

  it('are written when the user allows it, listed in the result, and can be taken back', async () => {
    writeFileSync(diskFile('a.md'), 'before')
    const { id } = await launch(`write ${diskFile('a.md')} after\nwrite ${diskFile('new/b.md')} fresh`)
    for (const words of ['a.md', 'b.md']) {
      const [asking] = await on.asked(id)
      expect(asking).toMatchObject({ risk: 'write', title: expect.stringContaining(words) })
      expect(existsSync(diskFile('new'))).toBe(false)
      await on.decide(asking as never, 'once')
      await until(
        () => on.task(id),
        ({ approvals }) => words === 'b.md' || approvals.length === 2,
      )
    }
    const task = await app.ended(id)
    expect(task.result?.markdown).toMatch(/It changed 2 files.*:\n\n- a\\?\.md\n- new\/b\\?\.md/)
    expect(readFileSync(diskFile('a.md'), 'utf8')).toBe('after')
    const changes = await app.json<FileChange[]>(`/api/tasks/${id}/changes`)
    expect(changes.map(({ name, isUndone }) => [basename(name), isUndone])).toEqual([
      ['a.md', false],
      ['b.md', false],
    ])
    for (const change of changes) expect((await app.post(`/api/changes/${change.id}/restore`)).status).toBe(201)
    expect(readFileSync(diskFile('a.md'), 'utf8')).toBe('before')
    expect(existsSync(diskFile('new/b.md'))).toBe(false)
    const again = await app.post(`/api/changes/${changes[0]?.id}/restore`)
    expect([again.status, (await again.json()).error.code]).toEqual([409, 'change.undone'])
  })

  it('that somebody else changed since are not taken back', async () => {
    const { id } = await run(`write ${diskFile('a.md')} after`, '', free)
    writeFileSync(diskFile('a.md'), 'by hand')
    const [change] = await app.json<FileChange[]>(`/api/tasks/${id}/changes`)
    const response = await app.post(`/api/changes/${change?.id}/restore`)
    expect((await response.json()).error.code).toBe('change.overtaken')
    expect(readFileSync(diskFile('a.md'), 'utf8')).toBe('by hand')
  })

  it('are created by one that reads each before it writes it, and takes no error for an answer', async () => {
    const at = (name: string) => `create ${diskFile(name)} text`
    await run(at('a.md'), 'gemini-cli', free)
    expect(readFileSync(diskFile('a.md'), 'utf8')).toBe('text')
    // Known by its command, it is not offered to read.
    const { id: agentId } = await agent('', { ...free, external: { args: [double, '', '@google/gemini-cli@latest'] } })
    const task = await on.relaunch({ agentId, workspaceId, prompt: at('b.md') })
    await app.ended(task.id)
    expect(readFileSync(diskFile('b.md'), 'utf8')).toBe('text')
  })

  it('that are not there are said so as the protocol has it', async () => {
    const task = await run(`read ${diskFile('nothing')}`)
    expect(task.result?.markdown).toContain('-32002: Resource not found')
  })

  it('are asked about once where the agent asks before it writes', async () => {
    const { id } = await launch(`edit ${diskFile('a.md')} text`)
    const [asking] = await on.asked(id)
    expect(asking).toMatchObject({
      risk: 'write',
      arguments: { diffs: [{ path: diskFile('a.md'), before: '', after: 'text' }] },
    })
    await on.decide(asking as never, 'once')
    expect((await app.ended(id)).approvals).toHaveLength(1)
    expect(readFileSync(diskFile('a.md'), 'utf8')).toBe('text')
  })

  it('outside the folder are asked about even where writing is allowed', async () => {
    const { id } = await launch('edit /tmp/elsewhere.md text', '', free)
    const [asking] = await on.asked(id)
    await on.decide(asking as never, 'once')
    const task = await app.ended(id)
    expect(task.result?.markdown).toContain('refused')
    expect(existsSync('/tmp/elsewhere.md')).toBe(false)
  })

  it('and no terminals', async () => {
    expect((await run('terminal')).result?.markdown).toContain('-32601')
  })
})

describe('documents', () => {
  it('that the task names are handed over with numbers, and quotations of them are checked', async () => {
    const [document] = await app.add(workspaceId, ['permit.md', permit])
    const { id: agentId } = await agent('', { external: { library: false } })
    const { id } = await on.relaunch({
      ...{ agentId, workspaceId, documentIds: [document?.id as string] },
      prompt: 'say It costs “340 euros” a year [1].',
    })
    const task = await app.ended(id)
    expect(task.result?.citations).toMatchObject([{ documentName: 'permit.md', quote: '340 euros', verified: true }])
    expect(notes()).toContain('"type":"resource"')
    expect(notes()).toContain('340 euros')
  })

  it('go as text to agents that take nothing else, and not at all where the user wants none', async () => {
    await app.add(workspaceId, ['permit.md', permit])
    await run('say One.', 'forgetful', { external: { documents: 'all' } })
    expect(notes()).toContain('340 euros')
    expect(notes()).not.toContain('"type":"resource"')
    rmSync(`${folder}.notes`)
    await run('say Two.', '', { external: { documents: 'none' } })
    expect(notes()).not.toContain('340 euros')
  })
})

describe('a check', () => {
  const check = (how: string, more: object = {}) =>
    app.postJson<ExternalFindings>('/api/agents/external/check', {
      external: { command: process.execPath, args: [double, how], folder, allowed: true, ...more },
    })

  it('says what a program is and can do, and ends it', async () => {
    const found = await check('', { env: { API_TOKEN: 'sk-of-the-test' } })
    expect(found).toMatchObject({
      ...{ ok: true, name: 'Double', version: '1.2.3' },
      authMethods: [{ name: 'Use a key' }],
      abilities: { resumes: true, library: true },
      asking: 'asks',
    })
    expect(await check('loose')).toMatchObject({ ok: true, asking: 'never' })
    expect(await check('signin')).not.toHaveProperty('asking')
    expect(found.authMethods[0]?.description).toContain('"terminal":false')
    expect(found.log.join()).toContain('started')
    expect(JSON.stringify(found)).not.toContain('sk-of-the-test')
  })

  it('says in words why it cannot be used', async () => {
    expect(await check('broken')).toMatchObject({
      ok: false,
      problem: expect.stringContaining('cannot find my settings'),
    })
    expect(await check('', { command: 'no-such-program' })).toMatchObject({
      ok: false,
      problem: expect.stringContaining('no program “no-such-program”'),
    })
  })

  it('runs nothing that the user did not allow', async () => {
    const external = { command: process.execPath, args: [double], folder, allowed: false }
    const response = await app.post('/api/agents/external/check', { external })
    expect(response.status).toBe(400)
  })

  it('is offered for well-known programs, of which nothing is brought along', async () => {
    const presets = await app.json<ExternalPreset[]>('/api/agents/external/presets')
    expect(presets.map(({ id }) => id)).toContain('gemini')
  })
})

describe('its setup', () => {
  it('keeps values as secrets, and is to be allowed anew when the command changes', async () => {
    const { id, external } = await agent('', { external: { env: { API_TOKEN: 'sk-of-the-test' } } })
    expect(external).toMatchObject({ env: ['API_TOKEN'], allowed: true, keyStore: 'file' })
    expect(external?.commandLine).toContain('acp-program.ts')
    const change = (external: object) =>
      app.json<Agent>(`/api/agents/${id}`, {
        ...{ method: 'PATCH', headers: { 'content-type': 'application/json' } },
        body: JSON.stringify({ external }),
      })
    const same = { command: process.execPath, args: [double, ''], folder, env: { API_TOKEN: null } }
    expect((await change({ ...same, documents: 'all' })).external).toMatchObject({ allowed: true, documents: 'all' })
    expect((await change({ ...same, args: ['-e', 'evil()'] })).external?.allowed).toBe(false)
    const copy = await app.postJson<Agent>(`/api/agents/${id}/duplicate`)
    expect(copy.external).toMatchObject({ env: ['API_TOKEN'], allowed: false })
    const file = await (await app.request(`/api/agents/${id}/export`)).text()
    expect(file).not.toContain('sk-of-the-test')
    expect(file).not.toContain(folder)
    const imported = await app.postJson<Agent>('/api/agents/import', JSON.parse(file))
    expect(imported).toMatchObject({ kind: 'external', external: { env: ['API_TOKEN'], allowed: false } })
    await app.request(`/api/agents/${id}`, { method: 'DELETE' })
    const own = await app.post('/api/agents', { name: 'x', kind: 'external' })
    expect([own.status, (await own.json()).error.message]).toEqual([400, expect.stringContaining('external')])
  })
})

describe('a program that fails', () => {
  const failing = async (prompt: string, how = '', more: Rest[2] = {}) => {
    const { status, error } = await run(prompt, how, more)
    return [status, error]
  }

  it('is said to be missing, to end at once, to want its user to sign in, or to be too old', async () => {
    const missing = await failing('say x', '', { external: { command: 'no-such-program-here' } })
    expect(missing).toEqual(['failed', expect.stringContaining('no program “no-such-program-here”')])
    expect(await failing('say x', 'broken')).toEqual(['failed', expect.stringContaining('cannot find my settings')])
    expect(await failing('say x', 'signin')).toEqual(['failed', expect.stringContaining('Sign in')])
    expect(await failing('say x', 'old')).toEqual(['failed', expect.stringContaining('version')])
  })

  it('that dies in the middle leaves what it had, and a retry goes on from there', async () => {
    const { id } = await run('say Half of it.\ndie')
    const task = await on.task(id)
    expect(task).toMatchObject({ status: 'failed', result: { markdown: 'Half of it.' } })
    expect(task.error).toContain('ended in the middle')
    await app.post(`/api/tasks/${id}/retry`)
    await app.ended(id)
    expect(notes()).toContain('loaded')
    expect(notes()).toContain('You were cut off')
  })

  it('and cannot take up its session is told what was said before', async () => {
    const { id } = await run('say Half of it.\ndie', 'forgetful')
    await app.post(`/api/tasks/${id}/retry`)
    await app.ended(id)
    expect(notes()).not.toContain('loaded')
    expect(notes()).toContain('do nothing twice')
    expect(notes().lastIndexOf('Half of it.')).toBeGreaterThan(notes().indexOf('do nothing twice'))
  })

  it('that writes garbage works all the same; one that writes without end is ended', async () => {
    expect((await run('say Fine.', 'garbage')).result?.markdown).toBe('Fine.')
    expect(await failing('flood\nhang')).toEqual(['failed', expect.stringContaining('8 MB')])
    const endless = await run('endless')
    expect(endless).toMatchObject({ status: 'succeeded', result: { stoppedBy: 'size' } })
  })

  it('is not started before its command was allowed, a folder chosen and each variable set', async () => {
    expect(await failing('say x', '', { external: { allowed: false } })).toEqual([
      'failed',
      expect.stringContaining('isn’t allowed to run yet'),
    ])
    expect(await failing('say x', '', { external: { folder: undefined } })).toEqual([
      'failed',
      expect.stringContaining('no folder to work in'),
    ])
    expect(await failing('say x', '', { external: { folder: '/no/such/folder' } })).toEqual([
      'failed',
      expect.stringContaining('/no/such/folder doesn’t exist'),
    ])
    expect(await failing('say x', '', { external: { env: { API_TOKEN: '' } } })).toEqual([
      'failed',
      expect.stringContaining('API_TOKEN'),
    ])
    expect(existsSync(`${folder}.notes`)).toBe(false)
  })
})
