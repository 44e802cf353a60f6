/** Offsets and flags of 64-bit ELF, https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.sheader.html */
const header = { sectionTable: 0x28, sectionSize: 0x3a, sectionCount: 0x3c, nameSection: 0x3e }
const section = { type: 4, flags: 8, offset: 24, size: 32 }
const allocated = 2n
const nobits = 8

/**
 * A Linux executable without its symbol and debug tables, as `strip` leaves it: a quarter smaller. Done here because
 * binutils is missing on most machines and, where it is there, knows the machine's own CPU only.
 *
 * @throws when it is no 64-bit little-endian ELF file, or is laid out otherwise than linkers do.
 */
export const stripElf = (file: Buffer): Buffer => {
  if (file.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') throw new Error('This is not a 64-bit Linux executable.')
  const table = Number(file.readBigUInt64LE(header.sectionTable))
  const entrySize = file.readUInt16LE(header.sectionSize)
  const names = file.readUInt16LE(header.nameSection)
  const sections = Array.from({ length: file.readUInt16LE(header.sectionCount) }, (_, index) => {
    const entry = Buffer.from(file.subarray(table + index * entrySize, table + (index + 1) * entrySize))
    const offset = Number(entry.readBigUInt64LE(section.offset))
    const size = entry.readUInt32LE(section.type) === nobits ? 0 : Number(entry.readBigUInt64LE(section.size))
    const kept = index === 0 || (entry.readBigUInt64LE(section.flags) & allocated) !== 0n
    return { entry, offset, end: offset + size, kept }
  })

  // Tables that a program needs come first, so their numbers and places stay; what follows goes.
  const needed = sections.filter(({ kept }) => kept)
  const end = Math.max(...needed.map((each) => each.end))
  const nameTable = sections[names]
  if (!nameTable || sections.slice(0, needed.length).some(({ kept }) => !kept))
    throw new Error('The sections of this executable stand in an order that cannot be stripped.')

  const nameBytes = file.subarray(nameTable.offset, nameTable.end)
  nameTable.entry.writeBigUInt64LE(BigInt(end), section.offset)
  const gap = Buffer.alloc((8 - ((end + nameBytes.length) % 8)) % 8)
  const stripped = Buffer.concat([
    file.subarray(0, end),
    nameBytes,
    gap,
    ...needed.map(({ entry }) => entry),
    nameTable.entry,
  ])
  stripped.writeBigUInt64LE(BigInt(end + nameBytes.length + gap.length), header.sectionTable)
  stripped.writeUInt16LE(needed.length + 1, header.sectionCount)
  stripped.writeUInt16LE(needed.length, header.nameSection)
  return stripped
}
