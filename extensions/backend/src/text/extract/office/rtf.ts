import { fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'
import type { Format } from '../format.ts'
import { sections } from '../sections.ts'
import { domText } from '../web/dom-text.ts'
import { XmlElement } from '../xml.ts'
import { RtfReader } from './rtf-reader.ts'
import { rtfTokens } from './rtf-tokens.ts'

/** Rich Text Format, as Word, WordPad and TextEdit write it. */
export const rtf: Format = {
  async open(bytes, name) {
    const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const reader = new RtfReader()
    for (const token of rtfTokens(source)) reader.take(token)
    const { body, title, comments, isCutShort } = reader.end()
    const text = domText(new XmlElement('BODY', body))
    if (isCutShort && text.text === '') {
      fail('document.damaged', words.reading.damaged.rtf(name))
    }
    const warnings = [
      ...(isCutShort ? [words.warnings.cutOff] : []),
      ...(comments > 0 ? [words.warnings.comments(comments)] : []),
    ]
    return { ...(title && { title }), warnings, pages: sections(text) }
  },
}
