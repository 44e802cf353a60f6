import * as words from '../../../base/words/index.ts'
import { decodeText } from '../charset.ts'
import type { Format } from '../format.ts'
import { sections } from '../sections.ts'
import { htmlText } from './html.ts'
import { markdownHtml } from './markdown-html.ts'

const frontMatter = /^---\n([\s\S]*?)\n(?:---|\.\.\.)\n/

/** Markdown, read as it is rendered: its marks are not part of the text. */
export const markdown: Format = {
  async open(bytes) {
    const source = decodeText(bytes).text
    const title = /^title:\s*["']?(.+?)["']?\s*$/m.exec(frontMatter.exec(source)?.[1] ?? '')?.[1]
    const body = source.replace(frontMatter, '')
    const markup = await markdownHtml(body)
    return {
      ...(title && { title }),
      warnings: markup === undefined ? [words.warnings.markdownTooDeep] : [],
      pages: sections(markup === undefined ? { text: body, headings: [] } : await htmlText(markup)),
    }
  },
}
