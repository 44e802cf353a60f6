import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stripElf } from '../../scripts/pack/strip.ts'
import { temporaryFolder } from '../support/folder.ts'

test('a stripped Node is a fifth smaller and runs as before', () => {
  const node = readFileSync(process.execPath)
  const stripped = stripElf(node)
  expect(stripped.length).toBeLessThan(node.length * 0.8)
  const path = join(temporaryFolder(), 'node')
  writeFileSync(path, stripped, { mode: 0o755 })
  const program =
    'console.log(process.version, new Intl.Segmenter("ja", {granularity: "word"}).segment("東京都").containing(0).segment)'
  const run = (file: string) => execFileSync(file, ['-e', program], { encoding: 'utf8' })
  expect(run(path)).toBe(run(process.execPath))
})

test('stripping again changes nothing', () => {
  const once = stripElf(readFileSync(process.execPath))
  expect(stripElf(once).equals(once)).toBe(true)
})

test('what is no Linux executable is refused', () => {
  expect(() => stripElf(Buffer.from('MZ this is something else'))).toThrow('not a 64-bit Linux executable')
})
