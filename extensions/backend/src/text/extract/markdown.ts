import { decodeText } from './charset.ts'
import type { Format } from './format.ts'
import { htmlText } from './html.ts'
import { sections } from './sections.ts'

const frontMatter = /^---\n([\s\S]*?)\n(?:---|\.\.\.)\n/

/** Markdown, read as it is rendered: its marks are not part of the text. */
export const markdown: Format = {
  async open(bytes) {
    const { Marked } = await import('marked')
    const source = decodeText(bytes).text
    const title = /^title:\s*["']?(.+?)["']?\s*$/m.exec(frontMatter.exec(source)?.[1] ?? '')?.[1]
    const markup = await new Marked({ gfm: true }).parse(source.replace(frontMatter, ''))
    return {
      ...(title && { title }),
      warnings: [],
      pages: sections(await htmlText(markup)),
    }
  },
}
