// npm test: types, lint and every test. With arguments, only the tests that they name: npm test -- test/text
import { ensureBackend, ensurePacked, ensureUi } from './build/all.ts'
import { tool } from './run-command.ts'
import { script } from './script.ts'
import { hostTarget } from './targets.ts'
import { check } from './test/check.ts'
import { provideTools } from './test/tools.ts'

script(async (args) => {
  if (args.length === 0) {
    const failed = await check()
    if (failed) return failed
  }
  await provideTools()
  await ensureUi()
  await ensureBackend()
  const host = hostTarget()
  if (host) await ensurePacked(host)
  return tool('vitest/vitest.mjs', ['run', ...args])
})
