import { fail } from '../../errors.ts'
import type { Format } from './format.ts'
import { htmlText } from './html.ts'
import { sections } from './sections.ts'
import { checkZip } from './zip.ts'

/** Word's headings that Mammoth does not map by itself, and styles whose text is no content. */
const styles = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh", 'comment-reference => ']

export const docx: Format = {
  async open(bytes, name) {
    checkZip(bytes, name)
    const { default: mammoth } = await import('mammoth')
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const result = await mammoth
      .convertToHtml(
        { buffer },
        {
          styleMap: styles,
          externalFileAccess: false,
          convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
        },
      )
      .catch((cause: unknown) =>
        fail(
          'document.damaged',
          `${name} is damaged: Word's parts in it cannot be read. Open it in Word and save it again.`,
          {
            cause,
          },
        ),
      )
    return { warnings: [], pages: sections(await htmlText(result.value)) }
  },
}
