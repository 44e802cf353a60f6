import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from '../run-command.ts'
import type { Target } from '../targets.ts'
import type { Entry } from './contents.ts'
import { layOut } from './zip.ts'

/**
 * Signs a macOS app ad hoc, which macOS wants before it runs anything; other packages come back as they are. Programs in the
 * bundle first, then the bundle around them.
 */
export const signApp = async (target: Target, entries: Entry[]): Promise<Entry[]> => {
  if (target.platform !== 'macos') return entries
  if (process.platform !== 'darwin') {
    console.error('The app is not signed: that needs a Mac. There: codesign --force --deep --sign - AIOS.app')
    return entries
  }
  const folder = mkdtempSync(join(tmpdir(), 'aios-app-'))
  try {
    layOut(folder, entries)
    const programs = entries.filter(
      ({ content, executable }) => executable && !content.toString('latin1', 0, 2).startsWith('#!'),
    )
    for (const path of [...programs.map((program) => program.path), 'AIOS.app']) {
      await command('codesign', ['--force', '--sign', '-', join(folder, path)])
    }
    return readBack(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const readBack = (folder: string): Entry[] =>
  globSync('**/*', { cwd: folder })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort()
    .map((path) => ({
      path,
      content: readFileSync(join(folder, path)),
      executable: (statSync(join(folder, path)).mode & 0o100) !== 0,
    }))
