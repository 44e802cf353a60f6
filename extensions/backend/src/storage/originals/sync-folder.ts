import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Makes names in a folder last through a power cut. Windows has no such thing for folders, and needs none. */
export const syncFolder = (folder: string): void => {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
