// npm run package -- [--target <name>]…: the ZIP that people get, for this system or for others, in dist/.
import { createHash } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ensurePacked, ensureUi } from './build/all.ts'
import { packageContents } from './package/contents.ts'
import { coreForPackage } from './package/core.ts'
import { signApp } from './package/sign.ts'
import { writeZip } from './package/zip.ts'
import { dist, version } from './project.ts'
import { script } from './script.ts'
import { ensureResources } from './start/resources.ts'
import { readTargets } from './targets.ts'

script(async (args) => {
  for (const target of readTargets(args)) {
    const core = await coreForPackage(target)
    await ensureUi()
    await ensureResources()
    await ensurePacked(target)
    const path = join(dist, `AIOS-${version}-${target.name}.zip`)
    await writeZip(path, await signApp(target, await packageContents(target, core)))
    // In the form that `sha256sum --check` reads.
    const sum = createHash('sha256').update(readFileSync(path)).digest('hex')
    writeFileSync(`${path}.sha256`, `${sum}  ${basename(path)}\n`)
    console.log(`${path} (${(statSync(path).size / 1e6).toFixed(1)} MB)`)
  }
})
