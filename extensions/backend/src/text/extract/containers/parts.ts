import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import yauzl from 'yauzl'
import { AppError, fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { parseXml, type XmlElement } from '../xml.ts'
import { sealed } from './locked.ts'
import { checkZip } from './zip.ts'

/** Bytes that one part which is held as a whole may have; the tree of its XML takes a multiple of that. */
export const largestPart = 96 * 1024 ** 2

/** Bytes of a piece: few, so that what they make is taken away before more is made, where a few stand for much. */
const longestPiece = 4096

/** The parts of a document that is a ZIP: office documents and books. Paths as they stand in it, without a leading `/`. */
export type Parts = {
  paths: readonly string[]
  has(path: string): boolean
  /** Undefined where there is none of that path. @throws AppError `document.damaged`, `document.large` */
  read(path: string): Promise<Buffer | undefined>
  xml(path: string): Promise<XmlElement | undefined>
  /** Piece by piece, for parts of any size; nothing where there is none. @throws AppError `document.damaged` */
  stream(path: string): AsyncGenerator<Buffer>
}

/**
 * Opens a document that is a ZIP, in memory.
 * @throws AppError `document.damaged`, `document.bomb`, `document.protected`
 */
export const openParts = async (bytes: Uint8Array, name: string): Promise<Parts> => {
  checkZip(bytes, name)
  const damaged = (cause: unknown) => fail('document.damaged', words.reading.damaged.parts(name), { cause })
  const entries = new Map<string, yauzl.Entry>()
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const zip = await yauzl.fromBufferPromise(whole).catch(damaged)
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
  } catch (cause) {
    damaged(cause)
  }
  if ([...entries.values()].some((entry) => entry.isEncrypted())) {
    sealed(name)
  }

  async function* stream(path: string): AsyncGenerator<Buffer> {
    const entry = entries.get(path)
    if (!entry) return
    try {
      let sum = 0
      for await (const piece of await zip.openReadStreamPromise(entry)) {
        sum = crc32(piece, sum)
        for (let at = 0; at < piece.length; at += longestPiece) yield piece.subarray(at, at + longestPiece)
      }
      if (sum !== entry.crc32) throw new Error(`The checksum of ${path} is wrong.`)
    } catch (cause) {
      if (cause instanceof AppError) throw cause
      damaged(cause)
    }
  }

  const read = async (path: string): Promise<Buffer | undefined> => {
    const entry = entries.get(path)
    if (!entry) return undefined
    if (entry.uncompressedSize > largestPart) {
      fail('document.large', words.reading.longPart(name))
    }
    return buffer(stream(path))
  }

  return {
    paths: [...entries.keys()],
    has: (path) => entries.has(path),
    read,
    stream,
    async xml(path) {
      const part = await read(path)
      return part && parseXml(part)
    },
  }
}

/** A part that a format cannot do without. @throws AppError `document.damaged` */
export const required = <T>(part: T | undefined, path: string, name: string): T =>
  part ?? fail('document.damaged', words.reading.damaged.missingPart(name, path))
