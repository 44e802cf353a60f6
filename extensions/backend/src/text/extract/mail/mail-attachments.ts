import type { Attachment } from 'postal-mime'
import { AppError } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { detect } from '../detect.ts'
import type { Extract, Extraction, PageContent } from '../format.ts'
import { formatNamed } from '../formats.ts'

/** What all mails of a file, those inside of others included, may still use up. */
export type MailRun = {
  password: string | undefined
  /** Opens what is attached and is no mail. */
  extract: Extract
  /** Mails that this one lies in. */
  depth: number
  left: { attachments: number }
}

/** Mails inside of mails, and attachments of all of them together: more than anybody sends on purpose. */
const deepest = 8
const most = 500

export const newRun = (password: string | undefined, extract: Extract): MailRun => ({
  password,
  extract,
  depth: 0,
  left: { attachments: most },
})

/** What an attachment is called: its own name without a path, or what kind of part it is. */
export const nameOf = ({ filename, mimeType }: Pick<Attachment, 'filename' | 'mimeType'>): string => {
  const name = filename
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\p{C}+/gu, '')
    .trim()
  if (name) return name
  return mimeType === 'message/rfc822' ? 'message.eml' : words.warnings.unnamedPart(mimeType)
}

/**
 * The pages of what is attached, one attachment after the other, each under a heading of its name. What cannot be read
 * is said in `warnings`.
 */
export async function* attachedPages(
  attached: readonly Attachment[],
  { run, warnings }: { run: MailRun; warnings: string[] },
  openMail: (bytes: Uint8Array, name: string, run: MailRun) => Promise<Extraction>,
): AsyncGenerator<PageContent> {
  const unread: string[] = []
  for (const attachment of attached) {
    const name = nameOf(attachment)
    if (run.left.attachments-- <= 0 || run.depth >= deepest) {
      unread.push(name)
      continue
    }
    const inner = { ...run, depth: run.depth + 1 }
    try {
      const bytes = bytesOf(attachment)
      if (bytes.length === 0) continue
      const isMail = formatNamed(name) === 'mail' && (await detect(bytes, name)) === 'mail'
      const opened = isMail ? await openMail(bytes, name, inner) : await run.extract(bytes, name, run.password)
      yield* named(opened.pages, name)
      warnings.push(...opened.warnings.map((warning) => words.warnings.of(name, warning)))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'document.unsupported') unread.push(name)
      else warnings.push(words.warnings.unreadAttachment(reasonOf(error, name)))
    }
  }
  if (unread.length > 0) warnings.push(words.warnings.otherAttachments(unread.join(', ')))
}

const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)

/** The first page with text is headed by the name, so that its headings stand below it; the others say whose they are. */
async function* named(pages: Extraction['pages'], name: string): AsyncGenerator<PageContent> {
  let number = 0
  let isHeaded = false
  for await (const page of pages) {
    number++
    const top = number === 1 ? name : words.warnings.attachmentPage(name, number)
    if (page.text.trim() === '') {
      yield { ...page, warnings: page.warnings.map((warning) => words.warnings.of(top, warning)) }
      continue
    }
    const headings = page.headings.map((heading) => ({
      ...heading,
      start: heading.start + top.length + 2,
      level: heading.level + 1,
    }))
    yield {
      text: `${top}\n\n${page.text}`,
      headings: isHeaded ? headings : [{ start: 0, level: 1, text: name }, ...headings],
      warnings: page.warnings,
    }
    isHeaded = true
  }
}

const reasonOf = ({ code, message }: AppError, name: string) =>
  code === 'document.encrypted' ? words.reading.locked.attached(name) : message
