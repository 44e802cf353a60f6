import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'

const source = join(import.meta.dirname, '../../extensions/backend/src/base/log.ts')

it('a process whose log nobody reads any more ends all the same', async () => {
  const script = join(temporaryFolder(), 'logs.ts')
  writeFileSync(
    script,
    `import { createLogger } from ${JSON.stringify(source)}
    const log = createLogger('unread')
    process.stdin.once('end', () => {
      for (let n = 0; n < 3; n++) log.info('nobody reads this')
      process.exit(7)
    })
    process.stdin.resume()
    console.log('ready')`,
  )
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  child.stderr.destroy()
  child.stdin.end()
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000)
  const [code, signal] = await ended
  clearTimeout(late)
  expect({ code, signal }).toEqual({ code: 7, signal: null })
})
