import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

type Options = { dataDir: string; maxBytes?: number; kept?: number }

/**
 * `logs/aios.log` in the data directory, put aside under the time's name when it is full; the last few of those are
 * kept. The file is opened for each write, so instances that share the directory add whole lines to one file, any of
 * them may put it aside at any time, and no line is lost.
 */
export const logFiles = ({ dataDir, maxBytes = 4 * 2 ** 20, kept = 4 }: Options) => {
  const folder = join(dataDir, 'logs')
  const path = join(folder, 'aios.log')
  mkdirSync(folder, { recursive: true, mode: 0o700 })

  const append = (text: string): void => {
    appendFileSync(path, text, { mode: 0o600 })
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    if (size > maxBytes) putAside()
  }

  const putAside = () => {
    const time = new Date().toISOString().replaceAll(/[:.]/g, '-')
    try {
      renameSync(path, join(folder, `aios-${time}-${process.pid}.log`))
    } catch (error) {
      // Another instance was faster: what it put aside is what was too long.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      throw error
    }
    const older = readdirSync(folder).filter((name) => /^aios-.+\.log$/.test(name))
    for (const name of older.sort().slice(0, -kept)) rmSync(join(folder, name), { force: true })
  }

  return { path, append }
}
