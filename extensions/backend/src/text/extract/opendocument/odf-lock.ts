import { createDecipheriv, createHash, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createInflateRaw } from 'node:zlib'
import { AppError, fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { locked, sealed } from '../containers/locked.ts'
import { largestPart, type Parts } from '../containers/parts.ts'
import { mostUnpacked } from '../containers/zip.ts'
import { parseXml, type XmlElement } from '../xml.ts'

/** Rounds that a key may ask for: many times what programs write. */
const mostRounds = 5_000_000

/**
 * The parts of an OpenDocument file whose `manifest` says that they are protected, opened (OpenDocument 1.3, part 2, 4.8:
 * AES in CBC mode, keys by PBKDF2).
 * @throws AppError `document.encrypted` without the right password, `document.protected`, `document.damaged`
 */
export const unlockOdf = async (
  parts: Parts,
  manifest: XmlElement,
  { name, password }: { name: string; password: string | undefined },
): Promise<Parts> => {
  const entries = new Map(
    [...manifest.all('file-entry')].flatMap((entry) => {
      const data = entry.find('encryption-data')
      const size = Number(entry.getAttribute('size') ?? 0)
      return data ? [[entry.getAttribute('full-path') ?? '', { data, size }] as const] : []
    }),
  )
  if (!password) return locked(name, undefined)
  if (![...entries.values()].every(({ data }) => isKnown(data))) return sealed(name)

  const deflated = async (path: string, data: XmlElement): Promise<Buffer> => {
    const encrypted = (await parts.read(path)) ?? Buffer.alloc(0)
    return decrypt(encrypted, data, password) ?? locked(name, password)
  }

  async function* stream(path: string): AsyncGenerator<Buffer> {
    const entry = entries.get(path)
    if (!entry) return yield* parts.stream(path)
    let size = 0
    try {
      const content = Readable.from([await deflated(path, entry.data)]).pipe(createInflateRaw())
      for await (const piece of content as AsyncIterable<Buffer>) {
        size += piece.length
        if (size > mostUnpacked) fail('document.bomb', words.reading.bomb.part(name))
        yield piece
      }
    } catch (cause) {
      if (cause instanceof AppError) throw cause
      fail('document.damaged', words.reading.damaged.packedPart(name, path), { cause })
    }
  }

  const read = async (path: string): Promise<Buffer | undefined> => {
    const entry = entries.get(path)
    if (!entry) return parts.read(path)
    if (entry.size > largestPart) fail('document.large', words.reading.longPart(name))
    return buffer(stream(path))
  }

  return {
    ...parts,
    read,
    stream,
    async xml(path) {
      const part = await read(path)
      return part && parseXml(part)
    },
  }
}

const attribute = (data: XmlElement, element: string, name: string) => data.find(element)?.getAttribute(name) ?? ''

const isKnown = (data: XmlElement) =>
  /#aes(?:128|192|256)-cbc$/.test(attribute(data, 'algorithm', 'algorithm-name')) &&
  attribute(data, 'key-derivation', 'key-derivation-name').endsWith('PBKDF2') &&
  Number(attribute(data, 'key-derivation', 'iteration-count')) <= mostRounds

/** Still packed, as the checksum wants it; undefined where the password does not fit. */
const decrypt = (encrypted: Buffer, data: XmlElement, password: string): Buffer | undefined => {
  const bits = /#aes(\d+)-cbc$/.exec(attribute(data, 'algorithm', 'algorithm-name'))?.[1] ?? '256'
  const startName = attribute(data, 'start-key-generation', 'start-key-generation-name')
  const start = createHash(startName.endsWith('sha256') ? 'sha256' : 'sha1')
    .update(password)
    .digest()
  const salt = Buffer.from(attribute(data, 'key-derivation', 'salt'), 'base64')
  const rounds = Math.max(1, Number(attribute(data, 'key-derivation', 'iteration-count')))
  const key = pbkdf2Sync(start, salt, rounds, Number(bits) / 8, 'sha1')
  const iv = Buffer.from(attribute(data, 'algorithm', 'initialisation-vector'), 'base64')
  if (iv.length !== 16 || encrypted.length % 16 !== 0 || encrypted.length === 0) return undefined
  const decipher = createDecipheriv(`aes-${bits}-cbc`, key, iv).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(encrypted), decipher.final()])
  // The last byte counts the padding, whose other bytes may be anything.
  const packed = padded.subarray(0, padded.length - (padded.at(-1) ?? 0))
  return isIntact(packed, data) ? packed : undefined
}

/** The checksum is that of the first kilobyte. */
const isIntact = (packed: Buffer, data: XmlElement): boolean => {
  const expected = Buffer.from(data.getAttribute('checksum') ?? '', 'base64')
  const algorithm = /sha256/i.test(data.getAttribute('checksum-type') ?? '') ? 'sha256' : 'sha1'
  const actual = createHash(algorithm).update(packed.subarray(0, 1024)).digest()
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
