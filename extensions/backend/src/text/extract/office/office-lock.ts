import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'
import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { locked, sealed } from '../containers/locked.ts'
import { parseXml, type XmlElement } from '../xml.ts'

/** How often a password may be hashed: the most that the format allows (MS-OFFCRYPTO 2.3.4.10). */
const mostSpins = 10_000_000
/** Bytes of the package that are encrypted as one (2.3.4.15). */
const segment = 4096

/**
 * The Office Open XML file inside of one that is protected with a password (MS-OFFCRYPTO, "agile" and "standard"
 * encryption: Office since 2007, LibreOffice).
 * @throws AppError `document.encrypted` without the right password, `document.protected`, `document.damaged`
 */
export const unlockOffice = async (
  bytes: Uint8Array,
  name: string,
  password: string | undefined,
): Promise<Uint8Array> => {
  const { find, read } = await import('./compound-file.ts')
  const streamsOf = () => {
    const container = read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { type: 'buffer' })
    const of = (stream: string) => Buffer.from((find(container, stream)?.content ?? []) as Uint8Array)
    return { info: of('EncryptionInfo'), content: of('EncryptedPackage') }
  }
  const { info, content } = orDamaged(name, streamsOf)
  if (!password || info.length < 8) return locked(name, undefined)
  const [major, minor] = [info.readUInt16LE(0), info.readUInt16LE(2)]
  const scheme = major === 4 && minor === 4 ? agile : minor === 2 && major >= 2 && major <= 4 ? standard : undefined
  if (!scheme) return sealed(name)
  const decrypt = orDamaged(name, () => scheme(info, password))
  if (decrypt === 'unknown') return sealed(name)
  if (decrypt === 'wrong') return locked(name, password)
  return orDamaged(name, () => {
    const size = Number(content.readBigUInt64LE(0))
    return decrypt(content.subarray(8)).subarray(0, size)
  })
}

/** Opens the package; or says that the password is wrong, or the encryption one that is not known here. */
type Decrypt = ((content: Buffer) => Buffer) | 'wrong' | 'unknown'

const orDamaged = <T>(name: string, work: () => T): T => {
  try {
    return work()
  } catch (cause) {
    return fail('document.damaged', words.reading.damaged.encrypted(name), { cause })
  }
}

const hash = (algorithm: string, ...parts: Uint8Array[]): Buffer => {
  const made = createHash(algorithm)
  for (const part of parts) made.update(part)
  return made.digest()
}

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** The password, hashed with its salt and then as often as is asked, each time with the number of the round. */
const spin = (algorithm: string, salt: Uint8Array, password: string, spins: number): Buffer => {
  const round = Buffer.alloc(4)
  let value = hash(algorithm, salt, Buffer.from(password, 'utf16le'))
  for (let count = 0; count < spins; count++) {
    round.writeUInt32LE(count)
    value = hash(algorithm, round, value)
  }
  return value
}

const isSame = (one: Buffer, other: Buffer) => one.length === other.length && timingSafeEqual(one, other)

const aes = (mode: string, key: Buffer, iv: Buffer | null, content: Uint8Array): Buffer => {
  const decipher = createDecipheriv(`aes-${key.length * 8}-${mode}`, key, iv).setAutoPadding(false)
  return Buffer.concat([decipher.update(content), decipher.final()])
}

/** 2.3.4.5 to 2.3.4.9: AES in ECB mode, keys by SHA-1. */
const standard = (info: Buffer, password: string): Decrypt => {
  const header = info.subarray(12, 12 + info.readUInt32LE(8))
  const bits = header.readUInt32LE(16)
  const isAes = [0x660e, 0x660f, 0x6610].includes(header.readUInt32LE(8)) && [128, 192, 256].includes(bits)
  if (!isAes) return 'unknown'
  const verifier = info.subarray(12 + header.length)
  const salt = verifier.subarray(4, 20)
  const spun = hash('sha1', spin('sha1', salt, password, 50_000), number(0))
  const derived = (fill: number) => {
    const block = Buffer.alloc(64, fill)
    for (const [at, byte] of spun.entries()) block[at] = byte ^ fill
    return hash('sha1', block)
  }
  const key = Buffer.concat([derived(0x36), derived(0x5c)]).subarray(0, bits / 8)
  const expected = aes('ecb', key, null, verifier.subarray(40, 72)).subarray(0, 20)
  if (!isSame(hash('sha1', aes('ecb', key, null, verifier.subarray(20, 36))), expected)) return 'wrong'
  return (content) => aes('ecb', key, null, content.subarray(0, content.length - (content.length % 16)))
}

/** What keys of the agile encryption are for (2.3.4.10 to 2.3.4.13). */
const purposes = {
  input: Buffer.from('fea7d2763b4b9e79', 'hex'),
  value: Buffer.from('d7aa0f6d3061344e', 'hex'),
  key: Buffer.from('146e0be7abacd0d6', 'hex'),
}

/** 2.3.4.10 to 2.3.4.15: what is used is named in XML; AES in CBC mode. */
const agile = (info: Buffer, password: string): Decrypt => {
  const tree = parseXml(info.subarray(8))
  const data = tree?.find('keyData')
  const encryptor = tree && [...tree.all('encryptedKey')][0]
  if (!data || !encryptor) throw new Error('There is no key in it.')
  if (!isKnown(data) || !isKnown(encryptor)) return 'unknown'
  const algorithm = digestOf(encryptor)
  const salt = binary(encryptor, 'saltValue')
  const spins = Number(encryptor.getAttribute('spinCount'))
  if (!(spins >= 0 && spins <= mostSpins)) throw new Error('It asks for too many rounds.')
  const spun = spin(algorithm, salt, password, spins)
  const open = (purpose: Buffer, attribute: string) => {
    const key = sized(hash(algorithm, spun, purpose), Number(encryptor.getAttribute('keyBits')) / 8)
    return aes('cbc', key, sized(salt, 16), binary(encryptor, attribute))
  }
  const size = Number(encryptor.getAttribute('hashSize'))
  const input = open(purposes.input, 'encryptedVerifierHashInput').subarray(0, salt.length)
  const expected = open(purposes.value, 'encryptedVerifierHashValue').subarray(0, size)
  if (!isSame(hash(algorithm, input), expected)) return 'wrong'
  const key = open(purposes.key, 'encryptedKeyValue').subarray(0, Number(data.getAttribute('keyBits')) / 8)
  return (content) => {
    const pieces: Buffer[] = []
    for (let at = 0; at + 16 <= content.length; at += segment) {
      const piece = content.subarray(at, at + segment)
      const iv = sized(hash(digestOf(data), binary(data, 'saltValue'), number(at / segment)), 16)
      pieces.push(aes('cbc', key, iv, piece.subarray(0, piece.length - (piece.length % 16))))
    }
    return Buffer.concat(pieces)
  }
}

const isKnown = (part: XmlElement) =>
  part.getAttribute('cipherAlgorithm') === 'AES' &&
  part.getAttribute('cipherChaining') === 'ChainingModeCBC' &&
  /^SHA-?(?:1|256|384|512)$/i.test(part.getAttribute('hashAlgorithm') ?? '') &&
  ['128', '192', '256'].includes(part.getAttribute('keyBits') ?? '')

const digestOf = (part: XmlElement) => (part.getAttribute('hashAlgorithm') ?? '').replace('-', '').toLowerCase()

const binary = (part: XmlElement, attribute: string) => Buffer.from(part.getAttribute(attribute) ?? '', 'base64')

/** Cut, or filled up as the format says, to so many bytes. */
const sized = (bytes: Buffer, size: number): Buffer =>
  bytes.length >= size ? bytes.subarray(0, size) : Buffer.concat([bytes, Buffer.alloc(size - bytes.length, 0x36)])
