// npm start: builds what is stale and opens AIOS, in its window or, where there is none to be had, in the browser.
import { parseArgs } from 'node:util'
import { ensureBackend, ensureUi } from './build/all.ts'
import { endOfScript } from './owned.ts'
import { script } from './script.ts'
import { runInBrowser } from './start/browser-mode.ts'
import { obtainCore } from './start/obtain-core.ts'
import { ensureResources } from './start/resources.ts'
import { runInWindow } from './start/shell.ts'

const readOptions = (args: string[]) =>
  parseArgs({ args, options: { browser: { type: 'boolean' }, 'no-open': { type: 'boolean' } } }).values

const start = async ({ browser, 'no-open': noOpen }: ReturnType<typeof readOptions>, ends: AbortSignal) => {
  const [core] = await Promise.all([browser ? undefined : obtainCore(ends), ensureUi(), ensureBackend()])
  if (core) {
    await ensureResources()
    const outcome = await runInWindow(core, ends)
    if (typeof outcome === 'number') return outcome
    console.error(`${outcome}: AIOS runs in the browser.`)
  }
  return runInBrowser({ ends, open: !noOpen })
}

script(async (args) => {
  const options = readOptions(args)
  const over = new AbortController() // what goes on meanwhile ends with the rest
  try {
    return await start(options, AbortSignal.any([endOfScript(), over.signal]))
  } finally {
    over.abort()
  }
})
