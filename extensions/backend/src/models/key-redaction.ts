import { keyForms } from './key-forms.ts'

/** A shorter key may be a word that stands in answers, too. */
const MIN_KEY_LENGTH = 16
const hidden = Buffer.from('[key]')

/**
 * Takes a key out of bytes as they come, in whatever form, wherever the pieces are cut: what a server sends back of it never
 * gets in. Only bytes that may be its beginning are held back.
 */
export const keyRedactor = (key: string | undefined) => {
  const secrets = keyForms(key, MIN_KEY_LENGTH).map((form) => Buffer.from(form))
  let kept: Buffer = Buffer.alloc(0)

  /** Where the first secret stands, the longest of those that stand there. */
  const find = (bytes: Buffer) =>
    secrets
      .map((secret) => ({ at: bytes.indexOf(secret), length: secret.length }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at || b.length - a.length)[0]

  return {
    push(piece: Uint8Array): Buffer {
      let rest = Buffer.concat([kept, piece])
      const clean: Buffer[] = []
      for (let found = find(rest); found; found = find(rest)) {
        clean.push(rest.subarray(0, found.at), hidden)
        rest = rest.subarray(found.at + found.length)
      }
      const begun = Math.max(0, ...secrets.map((secret) => beginningAtEnd(rest, secret)))
      kept = rest.subarray(rest.length - begun)
      return Buffer.concat([...clean, rest.subarray(0, rest.length - begun)])
    },
    /** What was held back, once nothing more comes. */
    end: (): Buffer => kept,
  }
}

/** How many bytes at the end of `bytes` are the beginning of `secret`. */
const beginningAtEnd = (bytes: Buffer, secret: Buffer): number => {
  for (let length = Math.min(secret.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(secret.subarray(0, length))) return length
  }
  return 0
}
