import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the double reads of `neutralino.config.json`. */
export type NeutralinoConfig = {
  applicationId: string
  version: string
  documentRoot: string
  nativeAllowList: string[]
  serverHeaders: Record<string, string>
  extensions: { id: string; commandLinux?: string; commandDarwin?: string; commandWindows?: string }[]
}

export const projectRoot = join(import.meta.dirname, '../../..')

/** The configuration that AIOS ships. */
export const projectConfig = (): NeutralinoConfig =>
  JSON.parse(readFileSync(join(projectRoot, 'neutralino.config.json'), 'utf8'))
