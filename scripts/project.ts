import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The project's root folder, absolute. */
export const root = dirname(import.meta.dirname)

/** A path in the project, absolute. */
export const at = (...parts: string[]) => join(root, ...parts)

/** Where the backend is built to; what lies there is started by the shell. */
export const backendBin = at('extensions', 'backend', 'bin')

/** Everything made and kept between runs, besides what the shell and the backend expect elsewhere. */
export const dist = at('dist')

export const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string }
