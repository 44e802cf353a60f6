/**
 * Takes a key out of bytes as they come, wherever the pieces are cut: what a server sends back of it never gets in.
 * Only bytes that may be the key's beginning are held back.
 */
export const withoutKey = (key: string) => {
  const secret = Buffer.from(key)
  const hidden = Buffer.from('[key]')
  let kept: Buffer = Buffer.alloc(0)

  return {
    push(piece: Uint8Array): Buffer {
      let rest = Buffer.concat([kept, piece])
      const clean: Buffer[] = []
      for (let at = rest.indexOf(secret); at >= 0; at = rest.indexOf(secret)) {
        clean.push(rest.subarray(0, at), hidden)
        rest = rest.subarray(at + secret.length)
      }
      const begun = beginningAtEnd(rest, secret)
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
