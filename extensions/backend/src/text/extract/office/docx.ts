import { AppError, fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import { decodeText } from '../charset.ts'
import { openParts, type Parts } from '../containers/parts.ts'
import type { Format } from '../format.ts'
import { sections } from '../sections.ts'
import { htmlText } from '../web/html.ts'
import { shallowXml } from '../web/shallow-parser.ts'

/** Word's headings that Mammoth does not map by itself, and styles whose text is no content. */
const styles = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh", 'comment-reference => ']

export const docx: Format = {
  async open(bytes, name) {
    const parts = await openParts(bytes, name)
    const warnings: string[] = []
    const { default: mammoth } = await import('mammoth')
    const result = await mammoth
      .convertToHtml(readingFrom(parts, warnings), {
        styleMap: styles,
        externalFileAccess: false,
        convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
      })
      .catch((cause: unknown) => {
        if (cause instanceof AppError) throw cause
        return fail('document.damaged', words.reading.damaged.word(name), { cause })
      })
    return { warnings, pages: sections(await htmlText(result.value)) }
  },
}

/**
 * Mammoth's own way to unpack trusts the sizes that a file tells, into memory that no limit of a thread counts. It also
 * takes what has unpacked it already, which its types do not say.
 */
const readingFrom = (parts: Parts, warnings: string[]) => {
  const read = async (path: string) => {
    const { text } = decodeText((await parts.read(path)) ?? new Uint8Array())
    const shallow = shallowXml(text)
    if (shallow !== text) warnings.push(words.warnings.tooDeep)
    return shallow
  }
  const file = { exists: parts.has, read }
  return { file } as unknown as { buffer: Buffer }
}
