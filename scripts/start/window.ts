import { existsSync } from 'node:fs'
import { hostTarget } from '../targets.ts'

/** Why no window can be opened here whatever is installed, as the first half of a sentence; undefined when one can. */
export const noWindowBecause = (): string | undefined => {
  if (!hostTarget()) return `There is no window for ${process.platform} on ${process.arch}`
  const { AIOS_NEUTRALINO_BIN: core, DISPLAY, WAYLAND_DISPLAY } = process.env
  if (core && !existsSync(core)) return `AIOS_NEUTRALINO_BIN names a file that is not there (${core})`
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return 'There is no display'
}
