import { expect, it } from 'vitest'
import { mcpAccessService } from '../../../extensions/backend/src/services/agents/mcp-access.ts'
import { mcpAccessStore } from '../../../extensions/backend/src/storage/setup/mcp-access.ts'
import { openTasks } from '../tasks/support.ts'

it('other programs are let in once their user allowed it, with the token of now, by every instance', async () => {
  const { db, dataDir, keys } = await openTasks()
  const open = () => mcpAccessService({ store: mcpAccessStore(db), keys, port: () => 4321, dataDir })
  const [ours, another] = [open(), open()]
  expect(await ours.get()).toMatchObject({
    enabled: false,
    url: 'http://127.0.0.1:4321/mcp',
    env: { AIOS_DATA_DIR: dataDir },
  })
  expect([ours.isEnabled(), ours.admits('Bearer ')]).toEqual([false, false])

  const { token } = await ours.change({ enabled: true })
  expect(token).toMatch(/^[\w-]{43}$/)
  expect([another.isEnabled(), another.admits(`Bearer ${token}`), another.admits(`Bearer ${token}x`)]).toEqual([
    true,
    true,
    false,
  ])
  expect(JSON.stringify(db.prepare('SELECT * FROM mcp_access').all())).not.toContain(token)

  const { token: next } = await ours.change({ newToken: true })
  expect(next).not.toBe(token)
  expect([another.admits(`Bearer ${token}`), another.admits(`Bearer ${next}`)]).toEqual([false, true])

  expect(await ours.change({ enabled: false })).not.toHaveProperty('token')
  expect(another.isEnabled()).toBe(false)
  expect((await ours.change({ enabled: true })).token).toBe(next)
})
