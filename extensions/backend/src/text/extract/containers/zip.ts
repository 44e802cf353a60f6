import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'

/** What the files of one office document may unpack to, in bytes. */
export const mostUnpacked = 512 * 1024 ** 2
const mostEntries = 20_000
const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50

/**
 * Reads the directory of a ZIP and refuses one that is damaged or that would unpack to more than any document needs
 * (a zip bomb). Sizes can lie; the memory limit of the worker that unpacks is the second line.
 */
export const checkZip = (bytes: Uint8Array, name: string): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view) ?? fail('document.damaged', words.reading.damaged.incomplete(name))
  const entries = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  let unpacked = 0
  for (let entry = 0; entry < entries && at + 46 <= view.byteLength; entry++) {
    if (view.getUint32(at, true) !== directoryEntry) break
    unpacked += view.getUint32(at + 24, true)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  if (unpacked > mostUnpacked || entries > mostEntries) {
    fail('document.bomb', words.reading.bomb.document(name, unpacked))
  }
}

/** The end record stands in the last 64 kB, before a comment. */
const findEnd = (view: DataView) => {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === endOfDirectory) return at
  }
  return undefined
}
