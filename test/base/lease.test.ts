import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { expect, it } from 'vitest'
import { isProcessGone } from '../../extensions/backend/src/base/lease.ts'

const named = (pid: number) => `${hostname()}:${pid}:1`

it('a process that ended is gone, one that runs is not', () => {
  expect(isProcessGone(named(spawnSync(process.execPath, ['-e', '']).pid))).toBe(true)
  expect(isProcessGone(named(process.ppid))).toBe(false)
})

it('of another computer nobody knows', () => {
  expect(isProcessGone(`elsewhere:${spawnSync(process.execPath, ['-e', '']).pid}:1`)).toBe(false)
})

it.skipIf(process.platform !== 'linux')('is gone although a thread of another process has its number (Linux)', () => {
  const thread = readdirSync('/proc/self/task')
    .map(Number)
    .find((each) => each !== process.pid) as number
  expect(isProcessGone(named(thread))).toBe(true)
})
