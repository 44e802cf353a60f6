import { describe, expect, it } from 'vitest'
import { AppError } from '../../../extensions/backend/src/base/errors.ts'
import { extract } from '../../../extensions/backend/src/text/extract/index.ts'
import { libreOffice } from './made.ts'

const password = 'kelp-forest-9317'

const read = async (bytes: Uint8Array, name: string, secret?: string) => {
  const { pages, mediaType } = await extract(bytes, name, secret)
  const texts: string[] = []
  for await (const page of pages) texts.push(page.text)
  return { text: texts.join('\n'), mediaType }
}
/** Files that LibreOffice protected, the Office ones by the encryption of Office 2007; the one called agile has that of 2010 on. */
const samples = [
  ['locked.docx', 'Mooring: Fish market | Length: 12 m | Annual fee: 515 EUR', 'wordprocessingml.document'],
  ['locked.xlsx', 'Boat: Razorbill | Skipper: Nuria Vidal', 'spreadsheetml.sheet'],
  ['locked-agile.xlsx', 'Boat: Razorbill | Skipper: Nuria Vidal', 'spreadsheetml.sheet'],
  ['locked.odt', 'Mooring: Eastern pier | Length: 8 m | Annual fee: 340 EUR', 'opendocument.text'],
  ['locked.ods', 'Boat: Razorbill | Skipper: Nuria Vidal', 'opendocument.spreadsheet'],
] as const

describe.each(samples)('%s', (name, found, mediaType) => {
  it('is read with its password, and says what is wrong without it', async () => {
    const document = await read(libreOffice(name), name, password)
    expect(document.text).toContain(found)
    expect(document.mediaType).toContain(mediaType)
    await expect(read(libreOffice(name), name)).rejects.toMatchObject({
      code: 'document.encrypted',
      message: expect.stringMatching(/is password-protected\. Enter the password/),
    })
    await expect(read(libreOffice(name), name, 'kelp-forest-9318')).rejects.toMatchObject({
      code: 'document.encrypted',
      message: `That isn’t the password for ${name}. Check it and try again.`,
    })
  })

  it('fails in words only when its bytes are damaged', async () => {
    const bytes = libreOffice(name)
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 8)) {
      const damaged = Buffer.from(bytes)
      damaged.fill(at % 251, at, at + 40)
      await read(damaged, name, password).catch((error: unknown) => expect(error).toBeInstanceOf(AppError))
    }
    await expect(read(bytes.subarray(0, bytes.length / 2), name, password)).rejects.toBeInstanceOf(AppError)
  })
})
