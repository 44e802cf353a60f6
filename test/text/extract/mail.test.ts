import { expect, it } from 'vitest'
import { extract } from '../../../extensions/backend/src/text/extract/index.ts'
import { lockedPdf } from '../../support/locked-pdf.ts'
import { mailOf } from './mails.ts'

const read = async (mail: string, password?: string) => {
  const extraction = await extract(Buffer.from(mail), 'mail.eml', password)
  const pages = []
  for await (const page of extraction.pages) pages.push(page)
  return { pages, warnings: extraction.warnings }
}
const text = { type: 'text/plain', content: 'See below.' }

it('an attachment with a password is named with the reason, and read where the mail is read with it', async () => {
  const content = lockedPdf('The radio is channel 12.', 'kelp')
  const mail = mailOf('Subject: Locked', [text, { type: 'application/pdf; name="rules.pdf"', content }])
  expect(await read(mail)).toMatchObject({
    pages: [{}],
    warnings: [expect.stringMatching(/^An attachment wasn’t read: rules\.pdf is password-protected\. Save it/)],
  })
  expect((await read(mail, 'kelp')).pages[1]?.text).toBe('rules.pdf\n\nThe radio is channel 12.')
})

it('a damaged attachment costs itself only', async () => {
  const damaged = { type: 'application/pdf; name="a.pdf"', content: '%PDF-1.7 and no more' }
  const good = { type: 'text/plain; name="b.txt"', disposition: 'attachment', content: 'The buoy is green.' }
  const { pages, warnings } = await read(mailOf('Subject: Two', [text, damaged, good]))
  expect(pages.at(-1)?.text).toBe('b.txt\n\nThe buoy is green.')
  expect(warnings).toEqual([expect.stringMatching(/^An attachment wasn’t read: a\.pdf is damaged/)])
})

it('more attachments, or mails in mails, than anybody sends are named and not read', async () => {
  const many = Array.from({ length: 510 }, (_, n) => ({
    type: `text/plain; name="${n}.txt"`,
    disposition: 'attachment',
    content: `Note ${n}.`,
  }))
  const listed = await read(mailOf('Subject: Many', [text, ...many]))
  expect(listed.pages).toHaveLength(501)
  expect(listed.warnings).toEqual([expect.stringMatching(/500\.txt, 501\.txt.*509\.txt\.$/)])

  let deep = mailOf('Subject: Core', [text])
  for (let n = 0; n < 12; n++)
    deep = mailOf(`Subject: Shell ${n}`, [text, { type: 'message/rfc822', content: deep }], `b${n}`)
  const nested = await read(deep)
  expect(nested.pages).toHaveLength(9)
  expect(nested.warnings.join()).toMatch(/message\.eml\.$/)
})
