/** Offsets in the header and table of ICU's packed data, https://unicode-org.github.io/icu/userguide/icu_data/ (`ucmndata.h`). */
const magic = Buffer.from([0xda, 0x27])
const format = Buffer.from('CmnD')
const header = { size: 0, magic: 2, format: 12 }
const entrySize = 8

/** Names of languages, regions, units and time zones, which the interface has from its web view and the backend never says. */
const spoken = /\/(lang|region|unit|zone)\/(?!(root|en|en_001|en_GB|pool|res_index|tzdbNames)\.res$)[^/]+\.res$/
/** Rules for writing one script in another, for which JavaScript has no words. */
const unreachable = /\/translit\//

type Item = { name: string; nameAt: number; dataAt: number; end: number }

/**
 * A Node without the parts of ICU's data that AIOS has no use for: they go from the table, so that ICU finds its root data
 * instead, and are filled with zeros, which take no room in an archive. The file's size and layout stay.
 *
 * @throws when it holds no such data
 */
export const trimLocales = (file: Buffer): Buffer => {
  const trimmed = Buffer.from(file)
  const table = tableOf(trimmed)
  const items = itemsOf(trimmed, table)
  const kept = items.filter(({ name }) => !spoken.test(name) && !unreachable.test(name))
  for (const { dataAt, end } of items.filter((item) => !kept.includes(item)))
    trimmed.fill(0, table + dataAt, table + end)
  trimmed.writeUInt32LE(kept.length, table)
  for (const [index, { nameAt, dataAt }] of kept.entries()) {
    trimmed.writeUInt32LE(nameAt, table + 4 + index * entrySize)
    trimmed.writeUInt32LE(dataAt, table + 8 + index * entrySize)
  }
  return trimmed
}

const tableOf = (file: Buffer): number => {
  for (let at = file.indexOf(format); at >= 0; at = file.indexOf(format, at + 1)) {
    const start = at - header.format
    if (file.subarray(start + header.magic, start + header.magic + 2).equals(magic))
      return start + file.readUInt16LE(start + header.size)
  }
  throw new Error('This Node holds no data of ICU.')
}

/** The items in the order of their names, which is that of their data, too; the last one's end is not told, so it stays. */
const itemsOf = (file: Buffer, table: number): Item[] => {
  const count = file.readUInt32LE(table)
  const numbers = (index: number) => {
    const at = table + 4 + index * entrySize
    return { nameAt: file.readUInt32LE(at), dataAt: file.readUInt32LE(at + 4) }
  }
  return Array.from({ length: count }, (_, index) => {
    const { nameAt, dataAt } = numbers(index)
    const start = table + nameAt
    const name = file.toString('latin1', start, file.indexOf(0, start))
    return { name, nameAt, dataAt, end: index + 1 < count ? numbers(index + 1).dataAt : dataAt }
  })
}
