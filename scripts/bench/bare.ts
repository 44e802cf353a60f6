import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { unlessFresh } from '../build/fingerprint.ts'
import { makeExecutable } from '../pack/executable.ts'
import { at, dist } from '../project.ts'
import type { Target } from '../targets.ts'

/** The bare server, packed as AIOS is; gives back its executable. */
export const packBare = async (target: Target): Promise<string> => {
  const folder = join(dist, 'cache', 'bare')
  const executable = join(folder, target.executable)
  const source = at('scripts', 'bench', 'bare-server.ts')
  const inputs = [source, at('scripts', 'pack'), at('package-lock.json')]
  await unlessFresh({ name: 'bare', inputs, outputs: [executable] }, async () => {
    mkdirSync(folder, { recursive: true })
    const main = join(folder, 'main.cjs')
    await build({
      entryPoints: [source],
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node26',
      outfile: main,
    })
    await makeExecutable(target, main, executable)
  })
  return executable
}
