import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { aloneWithData, enterData, isShared } from '../../../extensions/backend/src/storage/database/presence.ts'
import { temporaryFolder } from '../../support/folder.ts'

const notes = (dataDir: string) => readdirSync(join(dataDir, 'instances'))
const leaveNote = (dataDir: string, owner: string) => {
  mkdirSync(join(dataDir, 'instances'), { recursive: true })
  writeFileSync(join(dataDir, 'instances', encodeURIComponent(owner)), '')
}

it('a process is noted as long as it has the data open', async () => {
  const dataDir = temporaryFolder()
  const one = await enterData(dataDir)
  const two = await enterData(dataDir)
  expect(one.wasUnclean || two.wasUnclean).toBe(false)
  expect(notes(dataDir)).toHaveLength(1)
  one.leave()
  one.leave()
  expect(notes(dataDir)).toHaveLength(1)
  two.leave()
  expect(notes(dataDir)).toEqual([])
})

it('what is left of a process that is gone tells of an unclean end, once', async () => {
  const dataDir = temporaryFolder()
  leaveNote(dataDir, `${hostname()}:999999999:1`)
  const one = await enterData(dataDir)
  expect(one.wasUnclean).toBe(true)
  one.leave()
  expect((await enterData(dataDir)).wasUnclean).toBe(false)
})

it('a number that another process has since the machine was started is of one that is gone', async () => {
  const dataDir = temporaryFolder()
  leaveNote(dataDir, `${hostname()}:${process.ppid}:1`)
  expect(isShared(dataDir)).toBe(false)
  leaveNote(dataDir, `${hostname()}:${process.ppid}:${Date.now()}`)
  expect(isShared(dataDir)).toBe(true)
})

it('of another host only a sign of life counts', () => {
  const dataDir = temporaryFolder()
  leaveNote(dataDir, `elsewhere:12:${Date.now()}`)
  expect(isShared(dataDir)).toBe(true)
  const [name] = notes(dataDir) as [string]
  const long = Date.now() / 1000 - 600
  utimesSync(join(dataDir, 'instances', name), long, long)
  expect(isShared(dataDir)).toBe(false)
})

it('nobody is alone with data that another process has open, and others wait for who is', async () => {
  const module = join(import.meta.dirname, '../../../extensions/backend/src/storage/database/presence.ts')
  const dataDir = temporaryFolder()
  const code = `
    const { aloneWithData, enterData } = await import(process.argv[1])
    const { existsSync, writeFileSync } = await import('node:fs')
    const marks = process.argv[2] + '/alone-now'
    for (let n = 0; n < 5; n++) {
      const instance = await enterData(process.argv[2])
      if (existsSync(marks)) console.log('entered beside')
      await new Promise((resolve) => setTimeout(resolve, 5))
      instance.leave()
      await aloneWithData(process.argv[2], async () => {
        if (existsSync(marks)) console.log('two alone')
        writeFileSync(marks, '')
        await new Promise((resolve) => setTimeout(resolve, 20))
        const { rmSync } = await import('node:fs')
        rmSync(marks)
      }).then(() => console.log('done'), (error) => console.log(error.code))
    }`
  const args = ['--input-type=module', '--eval', code, module, dataDir]
  const runs = await Promise.all(Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, args)))
  const said = runs.flatMap(({ stdout }) => stdout.trim().split('\n'))
  expect(new Set(said)).toEqual(new Set(said.filter((words) => words === 'done' || words === 'data.in-use')))
  expect(said).toContain('done')
  expect(existsSync(join(dataDir, 'alone-now'))).toBe(false)
  expect(notes(dataDir)).toEqual([])
  await aloneWithData(dataDir, async () => undefined)
})
