// npm run pack -- [--target <name>]…: the backend as one executable, for this system or for others, in dist/pack/<target>.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { ensureUi, installBackend } from './build/all.ts'
import { packBackend, packedBackend } from './pack/backend.ts'
import { script } from './script.ts'
import { hostTarget, readTargets } from './targets.ts'

script(async (args) => {
  await ensureUi()
  for (const target of readTargets(args)) {
    await packBackend(target)
    const folder = packedBackend(target)
    if (target.name === hostTarget()?.name) installBackend(folder)
    const megabytes = Math.round(statSync(join(folder, target.executable)).size / 1e6)
    console.log(`${folder} (${target.executable}: ${megabytes} MB)`)
  }
})
