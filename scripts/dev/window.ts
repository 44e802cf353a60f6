import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { end, ownGroup } from '../owned.ts'
import { at, dist } from '../project.ts'
import { shellConfig } from '../start/core.ts'
import type { Target } from '../targets.ts'

/**
 * Development in the window, by `neu run`. It runs in a folder of its own, made anew: neu reads its configuration there,
 * which differs from a release's, and leaves files there.
 */
export const developInWindow = async (
  page: string,
  core: string,
  target: Target,
  ends: AbortSignal,
): Promise<number> => {
  const folder = join(dist, 'dev')
  layFolder(folder, page, core, target)
  // injectGlobals, and no patched index.html: whichever of them comes second eats the one-time token.
  const args = [at('node_modules/@neutralinojs/neu/bin/neu.js'), 'run', '--', '--window-inject-globals=true']
  const neu = ownGroup(
    spawn(process.execPath, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: process.platform !== 'win32',
    }),
  )
  ends.addEventListener('abort', () => end(neu, { group: true }), { once: true })
  neu.stdout?.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text)
    // neu stays when the app has ended.
    if (/ was stopped with /.test(text)) void end(neu, { group: true })
  })
  await once(neu, 'exit')
  return 0
}

type Extension = { id: string; [key: `command${string}`]: string }

const layFolder = (folder: string, page: string, core: string, target: Target) => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'bin'), { recursive: true })
  copyFileSync(core, join(folder, 'bin', target.core))
  symlinkSync(at('resources'), join(folder, 'resources'), 'junction')
  const config = shellConfig() as ReturnType<typeof shellConfig> & { extensions: Extension[] }
  const command = `${quoted(process.execPath)} ${quoted(at('scripts', 'dev', 'extension.ts'))}`
  const extensions = config.extensions.map(({ id }) => ({
    id,
    commandLinux: `exec ${command}`,
    commandDarwin: `exec ${command}`,
    commandWindows: command,
  }))
  const cli = { ...config.cli, frontendLibrary: { patchFile: '', devUrl: page } }
  // What the core writes, the app's tokens for neu among it, stays here too.
  const places = { dataLocation: 'app', storageLocation: 'app' }
  writeFileSync(
    join(folder, 'neutralino.config.json'),
    JSON.stringify({ ...config, ...places, extensions, cli }, null, 2),
  )
}

const quoted = (path: string) =>
  process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", String.raw`'\''`)}'`
