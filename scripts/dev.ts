// npm run dev: the UI from Vite with hot reload and the backend from source, restarted on change; in the window, or in the
// browser where there is no core.
import { parseArgs } from 'node:util'
import { createServer } from 'vite'
import { developInBrowser } from './dev/browser-mode.ts'
import { developInWindow } from './dev/window.ts'
import { endOfScript } from './owned.ts'
import { at } from './project.ts'
import { script } from './script.ts'
import { obtainCore } from './start/obtain-core.ts'
import { hostTarget } from './targets.ts'

script(async (args) => {
  const { values } = parseArgs({ args, options: { browser: { type: 'boolean' }, 'no-open': { type: 'boolean' } } })
  const ends = endOfScript()
  const vite = await createServer({ configFile: at('vite.config.ts'), clearScreen: false })
  try {
    await vite.listen()
    const page = vite.resolvedUrls?.local[0] ?? ''
    // The backend answers pages of this origin, besides its own.
    process.env.AIOS_DEV_ORIGIN = new URL(page).origin
    const core = values.browser ? undefined : await obtainCore(ends)
    const target = hostTarget()
    if (core && target) return await developInWindow(page, core, target, ends)
    return await developInBrowser(page, { open: !values['no-open'], ends })
  } finally {
    await vite.close()
  }
})
