import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime'
import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import type { Extraction, Format, Heading, PageContent } from '../format.ts'
import { extensionOf } from '../formats.ts'
import { sections } from '../sections.ts'
import { html, htmlText } from '../web/html.ts'
import { attachedPages, type MailRun, nameOf, newRun } from './mail-attachments.ts'

/** Parts are not nested deeper on purpose; a mail inside of a mail is an attachment of it. */
const limits = { maxNestingDepth: 64, forceRfc822Attachments: true }
/** A plain part shorter than this share of the page beside it only says that there is one. */
const worthReading = 0.4

/** E-mail: who wrote what to whom and when, the text, and what is attached; and web pages saved as one file. */
export const mail: Format = {
  open: (bytes, name, password, extract) => openMail(bytes, name, newRun(password, extract)),
}

const openMail = async (bytes: Uint8Array, name: string, run: MailRun): Promise<Extraction> => {
  const email = await PostalMime.parse(bytes, limits).catch((cause: unknown) =>
    fail('document.damaged', words.reading.damaged.mail(name), { cause }),
  )
  if (extensionOf(name).startsWith('mht') && email.html) return html.open(Buffer.from(email.html))
  const warnings = isCutShort(bytes) ? [words.warnings.mailCutOff] : []
  const attached = email.attachments.filter(({ disposition, related }) => !related || disposition === 'attachment')
  return {
    ...(email.subject && { title: email.subject }),
    warnings,
    pages: pagesOf(email, attached, { run, warnings }),
  }
}

/** The message, then what is attached to it. */
async function* pagesOf(
  email: Email,
  attached: readonly Attachment[],
  options: { run: MailRun; warnings: string[] },
): AsyncGenerator<PageContent> {
  yield* sections(await textOf(email, attached))
  yield* attachedPages(attached, options, openMail)
}

const textOf = async (email: Email, attached: readonly Attachment[]) => {
  const subject = email.subject?.replace(/\s+/g, ' ').trim() ?? ''
  const facts = [
    ['From', email.from && addresses([email.from])],
    ['To', addresses(email.to)],
    ['Cc', addresses(email.cc)],
    ['Date', dateOf(email)],
    ['Attached', attached.map(nameOf).join(', ')],
  ]
  const head = facts.flatMap(([label, value]) => (value ? [`• ${label}: ${value}`] : [])).join('\n')
  const top = subject ? `${subject}\n\n${head}\n\n` : `${head}\n\n`
  const body = await bodyOf(email)
  const headings: Heading[] = subject ? [{ start: 0, level: 1, text: subject }] : []
  // Headings of the message stand below its subject.
  const below = body.headings.map((heading) => ({
    ...heading,
    start: heading.start + top.length,
    level: heading.level + 1,
  }))
  return { text: top + body.text, headings: [...headings, ...below] }
}

const bodyOf = async ({ text, html: markup }: Email): Promise<{ text: string; headings: Heading[] }> => {
  const written = {
    text:
      text
        ?.replace(/\r\n?/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim() ?? '',
    headings: [],
  }
  if (!markup) return written
  const shown = await htmlText(markup)
  return written.text.length >= shown.text.length * worthReading && shown.headings.length === 0 ? written : shown
}

/** As the sender's clock showed it, for people; `email.date` is in UTC. */
const dateOf = ({ headers, date }: Email) => headers.find(({ key }) => key === 'date')?.value.trim() ?? date

const addresses = (list: readonly Address[] = []): string =>
  list
    .flatMap((each) => each.group ?? [each])
    .map(({ name, address }) => (name && name !== address ? `${name} <${address}>` : address))
    .join(', ')

/** A message in parts ends with its boundary and two dashes. */
const isCutShort = (bytes: Uint8Array): boolean => {
  const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const head = message.toString('latin1', 0, 65_536).split(/\r?\n\r?\n/, 1)[0] ?? ''
  const boundary =
    /^content-type:\s*multipart\/[^\n]*(?:\r?\n[ \t][^\n]*)*?boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/im.exec(head)
  const mark = boundary?.[1] ?? boundary?.[2]
  return mark !== undefined && !message.includes(`--${mark}--`)
}
