import { AppError } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import type { TextResult } from '../../../workers/index-messages.ts'
import { readTextInThread } from '../../../workers/text-thread.ts'
import { type GetOptions, type Got, get } from './get.ts'

/** Characters of text that are given. */
const mostText = 20_000

/** `from` is the address that answered in the end; `size` bytes. */
type FetchedText = TextResult & { from: string; size: number }

/**
 * The text of a public address.
 * @throws AppError that says why not, or the signal's reason
 */
export const fetchText = async (address: string, options: GetOptions): Promise<FetchedText> => {
  const got = await get(address, options)
  try {
    const read = await readTextInThread({ bytes: inUtf8(got), name: nameOf(got), most: mostText }, options.signal)
    return { ...read, from: got.url.href, size: got.bytes.length }
  } catch (error) {
    options.signal.throwIfAborted()
    if (error instanceof AppError)
      throw new AppError('fetch.unreadable', words.tools.fetch.unreadable(got.url.href, error.message), {
        cause: error,
      })
    throw error
  }
}

const extensions: Readonly<Record<string, string>> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/markdown': 'md',
  'text/csv': 'csv',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
}

/** A file name that says what it is: what was sent, else what the address ends in. */
const nameOf = ({ contentType, url }: Got): string => {
  const [mediaType = ''] = contentType.toLowerCase().split(';')
  const extension = extensions[mediaType.trim()] ?? (mediaType.trim().endsWith('+json') ? 'json' : undefined)
  return extension ? `page.${extension}` : url.pathname.split('/').at(-1) || 'page'
}

/** Text in the charset that was told, made UTF-8 with its mark; all else as it came. */
const inUtf8 = ({ contentType, bytes }: Got): Uint8Array => {
  const [, charset] = /^text\/.*;\s*charset="?([\w-]+)/i.exec(contentType) ?? []
  if (charset === undefined || /^utf-?8$/i.test(charset)) return bytes
  try {
    return Buffer.from(`\ufeff${new TextDecoder(charset).decode(bytes)}`, 'utf8')
  } catch (error) {
    if (error instanceof RangeError) return bytes // no charset of that name: it is found out from the bytes
    throw error
  }
}
