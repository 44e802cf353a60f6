import { closeSync, openSync, readSync, utimesSync, writeSync } from 'node:fs'

/** Turns one bit of a file over, and leaves its size and its date as no program would look twice at. */
export const flip = (path: string, at = 9): void => {
  const file = openSync(path, 'r+')
  const byte = Buffer.alloc(1)
  readSync(file, byte, 0, 1, at)
  writeSync(file, Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, at)
  closeSync(file)
  utimesSync(path, new Date(0), new Date(0))
}
