import { describe, expect, it } from 'vitest'
import type { NewMcpServer } from '../../../extensions/backend/src/shared/contract/mcp.ts'
import { until } from '../../support/until.ts'
import { openMcp } from './support.ts'

/** Lets a server run that cannot, and gives back how it stands then. */
const failed = async (setup: object, more: Partial<NewMcpServer> = {}) => {
  const opened = await openMcp()
  const { id } = await opened.add(setup, more)
  await opened.mcp.change(id, { enabled: true })
  return { ...opened, server: await opened.state(id, 'failed') }
}

describe('a server that does not start', () => {
  it.each([
    [{ transport: 'stdio', command: 'no-such-program' }, /no program “no-such-program”/],
    [{ transport: 'stdio', command: process.execPath, folder: '/no/such/folder' }, /no folder \/no\/such\/folder/],
    [{ transport: 'stdio', command: process.execPath, args: ['-e', '0'] }, /ended before it was ready/],
  ])('says why: %j', async (setup, message) => {
    const { server } = await failed(setup)
    expect(server.error).toMatch(message)
    expect(server.tools).toEqual([])
  })

  it('shows what it wrote last, and how it ended', async () => {
    const opened = await openMcp()
    const { id } = await opened.addDouble('broken')
    await opened.mcp.change(id, { enabled: true })
    await opened.state(id, 'failed')
    const { log } = await until(
      () => opened.mcp.get(id),
      ({ log }) => log.length >= 3,
    )
    expect(log).toEqual(expect.arrayContaining(['cannot find my settings', 'It exited with code 7.']))
  })

  it('is given up after its time, and can be told to start again', async () => {
    const opened = await openMcp()
    const { id, setup } = await opened.addDouble('mute', {}, { limits: { start: 1 } })
    await opened.mcp.change(id, { enabled: true })
    expect((await opened.state(id, 'failed')).error).toMatch(/wasn’t ready after 1 second/)
    const { args, command } = setup as { args: string[]; command: string }
    await opened.mcp.change(id, {
      setup: { transport: 'stdio', command, args: [args[0] as string], env: {} },
      enabled: true,
    })
    expect((await opened.state(id, 'ready')).error).toBeUndefined()
  })

  it('is started again by a call, which says why it cannot be', async () => {
    const opened = await openMcp()
    const { id } = await opened.enable(await opened.addDouble())
    await opened.close()
    const again = await openMcp({ dataDir: opened.dataDir })
    again.db.prepare('UPDATE mcp_server SET setup = replace(setup, ?, ?)').run('mcp-program.ts', 'gone.ts')
    await expect(again.call('mcp__server__say', {})).rejects.toMatchObject({ code: 'mcp.not-started' })
    expect(again.mcp.get(id).status).toBe('failed')
  })
})

describe('a server that runs', () => {
  it('may write what is no message', async () => {
    const { addDouble, enable, call, mcp } = await openMcp()
    const { id } = await enable(await addDouble('noisy'))
    expect((await call('mcp__server__say', { text: 'Ahoy' })).text).toContain('Ahoy')
    const { log } = await until(
      () => mcp.get(id),
      ({ log }) => log.includes('after'),
    )
    expect(log).toEqual(['started noisy with nothing', 'x'.repeat(500), 'after'])
  })

  it('may not offer more than anybody could use', async () => {
    const { addDouble, enable } = await openMcp()
    const { tools } = await enable(await addDouble('greedy'))
    const names = tools.map(({ name }) => name)
    expect(names).toHaveLength(500)
    expect(names).toEqual(expect.arrayContaining(['say', 'wordy', 'tool-0']))
    expect(names.some((name) => name === 'large' || name.length > 200)).toBe(false)
    expect(tools.find(({ name }) => name === 'wordy')?.description).toHaveLength(4000)
  })

  it('is started again when it dies, until that was too often', async () => {
    const { addDouble, enable, call, state, mcp } = await openMcp()
    const { id } = await enable(await addDouble())
    const die = () => call('mcp__server__die', {})
    await expect(die()).rejects.toMatchObject({ code: 'mcp.gone' })
    await state(id, 'ready')
    expect((await call('mcp__server__say', { text: 'Back' })).text).toContain('Back')
    for (let deaths = 2; deaths <= 6; deaths++) await expect(die()).rejects.toMatchObject({ code: 'mcp.gone' })
    expect(mcp.get(id)).toMatchObject({ status: 'failed', error: expect.stringContaining('too often') })
  })

  it('is not waited for longer than its calls may take', async () => {
    const { addDouble, enable, call } = await openMcp()
    await enable(await addDouble('', {}, { limits: { call: 1 } }))
    await expect(call('mcp__server__hang', {})).rejects.toMatchObject({
      code: 'mcp.slow',
      message: 'It didn’t respond within 1 second.',
    })
  })

  it('has what fails in it read by the model', async () => {
    const { addDouble, enable, call } = await openMcp()
    await enable(await addDouble())
    const output = await call('mcp__server__fail', { text: 'No such berth.' })
    expect(output).toMatchObject({ title: 'fail (Server) failed', detail: { failed: true } })
    expect(output.text).toContain('No such berth.')
  })
})
