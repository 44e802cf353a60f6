import * as words from '../../../base/words/index.ts'
import { required } from '../containers/parts.ts'
import type { Format } from '../format.ts'
import { sections } from '../sections.ts'
import { domText } from '../web/dom-text.ts'
import { XmlElement } from '../xml.ts'
import { contentOf, odfBody, openOdf, stylesOf } from './odf.ts'

/** Texts of LibreOffice and others that write OpenDocument. */
export const odt: Format = {
  async open(bytes, name, password) {
    const { parts, title } = await openOdf(bytes, name, password)
    const content = await contentOf(parts, name)
    const body = required(content.find('body', 'text'), words.reading.damaged.text, name)
    const styles = stylesOf(await parts.xml('styles.xml'), content.find('automatic-styles'))
    const comments = [...body.all('annotation')].length
    const warnings = comments > 0 ? [words.warnings.comments(comments)] : []
    const text = domText(new XmlElement('BODY', odfBody(body, styles)))
    return { ...(title && { title }), warnings, pages: sections(text) }
  },
}
