import { createHash } from 'node:crypto'

/**
 * A page of text that opens with a password only: the standard security handler, revision 2 (ISO 32000-1, 7.6.3),
 * with its 40-bit RC4, which is the shortest that readers know. Text and password are Latin-1.
 */
export const lockedPdf = (text: string, password: string): Buffer => {
  const id = Buffer.alloc(16, 7)
  const permissions = Buffer.from([0xfc, 0xff, 0xff, 0xff])
  const user = padded(password)
  const owner = rc4(md5(padded('owner')).subarray(0, 5), user)
  const key = md5(user, owner, permissions, id).subarray(0, 5)
  const content = Buffer.from(`BT /F 12 Tf 72 760 Td (${text}) Tj ET`, 'latin1')
  const number = 4
  const stream = rc4(md5(key, Buffer.from([number, 0, 0, 0, 0])).subarray(0, 10), content)
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>/Contents 4 0 R>>',
    `<</Length ${stream.length}>>stream\n${stream.toString('latin1')}\nendstream`,
    `<</Filter/Standard/V 1/R 2/P ${permissions.readInt32LE()}/O<${owner.toString('hex')}>/U<${rc4(key, padding).toString('hex')}>>>`,
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const hexId = `<${id.toString('hex')}>`
  file += `xref\n0 6\n0000000000 65535 f \n${table}trailer\n<</Size 6/Root 1 0 R/Encrypt 5 0 R/ID[${hexId}${hexId}]>>\nstartxref\n${file.length}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}

/** What passwords are filled up with (algorithm 2, step a). */
const padding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex')

const padded = (password: string) => Buffer.concat([Buffer.from(password, 'latin1'), padding]).subarray(0, 32)

const md5 = (...parts: Uint8Array[]) => createHash('md5').update(Buffer.concat(parts)).digest()

/** OpenSSL does not offer it any more. */
const rc4 = (key: Uint8Array, data: Uint8Array): Buffer => {
  const state = Uint8Array.from({ length: 256 }, (_, n) => n)
  const at = (n: number) => state[n & 255] as number
  const swap = (a: number, b: number) => {
    const kept = at(a)
    state[a & 255] = at(b)
    state[b & 255] = kept
  }
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(i) + (key[i % key.length] as number)) & 255
    swap(i, j)
  }
  let i = 0
  let j = 0
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255
      j = (j + at(i)) & 255
      swap(i, j)
      return byte ^ at(at(i) + at(j))
    }),
  )
}
