import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleBackend } from '../build/bundle.ts'
import { at, dist, version } from '../project.ts'
import { command } from '../run-command.ts'
import { hostTarget, type Target } from '../targets.ts'
import { layAddons } from './addons.ts'
import { makeCodeCaches } from './code-cache.ts'
import { makeExecutable } from './executable.ts'

/** Where the packed backend for a target lies: the executable and what belongs beside it. */
export const packedBackend = (target: Target) => join(dist, 'pack', target.name)

/**
 * Packs the backend for a target: one executable, the parts of the bundle, the UI, which has to be built by then, for headless use. Made whole: what was
 * there before goes first.
 */
export const packBackend = async (target: Target): Promise<void> => {
  const isHost = hostTarget()?.name === target.name
  const folder = packedBackend(target)
  const executable = join(folder, target.executable)
  const main = join(folder, 'main.cjs')
  rmSync(folder, { recursive: true, force: true })
  const files = await bundleBackend(folder)
  // Windows ends programs without a last word, which is when a cache is written.
  if (isHost && target.platform !== 'win') await makeCodeCaches(folder, files)
  const warnings = await makeExecutable(target, main, executable)
  if (warnings) console.error(`${warnings}: ${target.executable} must be signed on a Mac before it can run.`)
  rmSync(main) // it is inside the executable now
  await layAddons(target, folder)
  cpSync(at('resources', 'ui'), join(folder, 'ui'), { recursive: true })
  if (isHost) await tryOut(executable)
}

/** It must run where there is nothing: no PATH, no node_modules in reach. */
const tryOut = async (executable: string): Promise<void> => {
  const cwd = mkdtempSync(join(tmpdir(), 'aios-try-'))
  try {
    const said = await command(executable, ['--version'], {
      cwd,
      env: { PATH: '', SystemRoot: process.env.SystemRoot },
    })
    if (said.trim() !== version) throw new Error(`The executable calls itself ${said.trim()}, not ${version}.`)
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}
