// What the Neutralino core starts in development in place of the packed backend: passes the handshake on to each backend
// that a change of the source makes necessary.
import { text } from 'node:stream/consumers'
import { endOfScript } from '../owned.ts'
import { script } from '../script.ts'
import { runBackend } from './backend.ts'

script(async () => {
  const over = new AbortController()
  const parent = process.ppid
  const watch = setInterval(() => process.ppid !== parent && over.abort('the app is gone'), 500)
  try {
    const input = await text(process.stdin)
    return await runBackend({ args: ['extension'], input }, AbortSignal.any([endOfScript(), over.signal]))
  } finally {
    clearInterval(watch)
  }
})
