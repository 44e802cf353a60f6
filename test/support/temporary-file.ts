import { realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './folder.ts'

/** A file of that name in a folder of its own. */
export const temporaryFile = (name: string, text = `The text of ${name}.`) => {
  const folder = realpathSync(temporaryFolder())
  const file = join(folder, name)
  writeFileSync(file, text)
  return { folder, file, text }
}
