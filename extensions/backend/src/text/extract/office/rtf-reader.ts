import { textNode, XmlElement, type XmlNode } from '../xml.ts'
import { characters, codePage, fontCharset, type RtfToken, skippedGroups } from './rtf-tokens.ts'

/** What holds inside of a group and is forgotten at its end. */
type State = {
  /** Where text goes: to the document, nowhere, or to something that is gathered. */
  target: 'body' | 'skip' | 'font' | 'style' | 'title' | 'mark' | 'note'
  font: number
  isHidden: boolean
  /** Characters after `\u` that stand for it in old readers. */
  fallback: number
}

type Paragraph = { style: number; level: number | undefined; isInTable: boolean; mark: string }

const newParagraph = (): Paragraph => ({ style: 0, level: undefined, isInTable: false, mark: '' })
const decoders = new Map<string, TextDecoder>()

/** Puts the tokens of an RTF file together to elements of HTML: paragraphs, headings, lists, tables, footnotes. */
export class RtfReader {
  #state: State = { target: 'body', font: -1, isHidden: false, fallback: 1 }
  #stack: State[] = []
  #isIgnorable = false
  #atGroupStart = false
  #charset = 'windows-1252'
  #fonts = new Map<number, string>()
  #defaultFont = -1
  #styles = new Map<number, { level?: number; name: string }>()
  #style = 0
  #title = ''
  #comments = 0
  #skip = 0
  #bytes = ''
  #paragraph = newParagraph()
  #content: XmlNode[] = []
  #note = ''
  #notes: string[] = []
  #noteCount = 0
  #cells: XmlElement[] = []
  #rows: XmlElement[] = []
  /** Of a table inside of a cell. */
  #nestedCells: XmlElement[] = []
  #nestedRows: XmlElement[] = []
  #body: XmlElement[] = []

  take(token: RtfToken): void {
    if (token.type === 'text') {
      this.#text(token.latin1)
      return
    }
    this.#flush()
    if (token.type === 'open') this.#open()
    else if (token.type === 'close') this.#close()
    else this.#word(token.word, token.number)
  }

  end(): { body: XmlElement[]; title: string; comments: number; isCutShort: boolean } {
    this.#flush()
    this.#endParagraph()
    this.#endTable()
    const isCutShort = this.#stack.length > 0
    return { body: this.#body, title: this.#title.trim(), comments: this.#comments, isCutShort }
  }

  #open(): void {
    this.#skip = 0
    this.#stack.push(this.#state)
    this.#state = { ...this.#state }
    this.#atGroupStart = true
    this.#isIgnorable = false
  }

  #close(): void {
    this.#skip = 0
    const ended = this.#state
    this.#state = this.#stack.pop() ?? this.#state
    if (ended.target === 'note' && this.#state.target !== 'note') {
      this.#notes.push(`[${this.#noteCount}] ${this.#note.trim()}`)
      this.#note = ''
    }
  }

  #word(word: string, number: number | undefined): void {
    if (word === '*') {
      this.#isIgnorable = true
      return
    }
    const isFirst = this.#atGroupStart
    this.#atGroupStart = false
    if (this.#skip > 0 && word !== 'u') {
      this.#skip--
      return
    }
    if (isFirst && this.#destination(word)) return
    const character = characters.get(word)
    if (character) this.#put(character)
    else if (word === 'u') this.#unicode(number ?? 0)
    else this.#property(word, number)
  }

  /** Whether the word says where the text of its group goes. */
  #destination(word: string): boolean {
    const { target } = this.#state
    const to = this.#targetOf(word, target)
    if (!to) return false
    this.#state.target = to
    return to !== target
  }

  #targetOf(word: string, target: State['target']): State['target'] | undefined {
    if (word === 'title' && target === 'skip') return 'title'
    if (word === 'fonttbl') return 'font'
    if (word === 'stylesheet') return 'style'
    if (target === 'skip' || target === 'font' || target === 'style') {
      return this.#isIgnorable && target !== 'style' ? 'skip' : undefined
    }
    if (word === 'annotation') this.#comments++
    if (word === 'listtext' || word === 'pntext') return 'mark'
    if (word === 'footnote') {
      this.#put(`[${++this.#noteCount}]`)
      return 'note'
    }
    const isKnown = word === 'shppict' || word === 'nestcell' || word === 'nesttableprops' || word === 'shptxt'
    if (skippedGroups.has(word) || (this.#isIgnorable && !isKnown && word !== 'shpinst')) return 'skip'
    return undefined
  }

  #property(word: string, number: number | undefined): void {
    const { target } = this.#state
    if (word === 'f') this.#state.font = number ?? 0
    else if (word === 'fcharset') this.#fonts.set(this.#state.font, fontCharset(number ?? 0) ?? this.#charset)
    else if (word === 'ansicpg') this.#charset = codePage(number ?? 1252)
    else if (word === 'mac') this.#charset = 'macintosh'
    else if (word === 'deff') this.#defaultFont = number ?? 0
    else if (word === 'uc') this.#state.fallback = Math.min(number ?? 1, 100)
    else if (target === 'style') this.#styleProperty(word, number)
    else if (word === 'v' || word === 'deleted') this.#state.isHidden = number !== 0
    else if (word === 'plain') Object.assign(this.#state, { isHidden: false, font: this.#defaultFont })
    else if (target === 'body') this.#paragraphProperty(word, number)
    else if (target === 'note' && word === 'par') this.#put(' ')
  }

  #styleProperty(word: string, number = 0): void {
    if (word === 's') this.#style = number
    if (word === 'outlinelevel') this.#styles.set(this.#style, { level: number, name: '' })
  }

  #paragraphProperty(word: string, number: number | undefined): void {
    const paragraph = this.#paragraph
    if (word === 's') paragraph.style = number ?? 0
    else if (word === 'outlinelevel') paragraph.level = number ?? 0
    else if (word === 'intbl') paragraph.isInTable = true
    else if (word === 'pard') Object.assign(paragraph, { style: 0, level: undefined, isInTable: false })
    else if (word === 'line' || word === 'lbr') this.#content.push(new XmlElement('BR'))
    else if (word === 'par' || word === 'sect' || word === 'page') this.#endParagraph()
    else if (word === 'cell') this.#endCell()
    else if (word === 'row') this.#endRow()
    else if (word === 'nestcell') this.#endNestedCell()
    else if (word === 'nestrow') this.#endNestedRow()
  }

  #text(latin1: string): void {
    this.#atGroupStart = false
    const skipped = Math.min(this.#skip, latin1.length)
    this.#skip -= skipped
    this.#bytes += latin1.slice(skipped)
  }

  /** Bytes are decoded together: some charsets take two for a character. */
  #flush(): void {
    if (!this.#bytes) return
    const bytes = Buffer.from(this.#bytes, 'latin1')
    this.#bytes = ''
    const { font, target } = this.#state
    if (target === 'skip') return
    const charset = this.#fonts.get(font) ?? this.#fonts.get(this.#defaultFont) ?? this.#charset
    const decoder = decoders.get(charset) ?? new TextDecoder(charset)
    decoders.set(charset, decoder)
    this.#put(decoder.decode(bytes))
  }

  #unicode(number: number): void {
    const unit = (number + 0x10000) % 0x10000
    // Word writes characters of its symbol fonts in the private range.
    this.#put(unit >= 0xf000 && unit < 0xf100 ? '•' : String.fromCharCode(unit))
    this.#skip = this.#state.fallback
  }

  #put(text: string): void {
    const { target, isHidden } = this.#state
    if (isHidden || target === 'skip' || target === 'font') return
    if (target === 'title') this.#title += text
    else if (target === 'mark') this.#paragraph.mark += text
    else if (target === 'note') this.#note += text
    else if (target === 'style') this.#nameStyle(text)
    else this.#content.push(textNode(text))
  }

  /** Old writers tell headings by the name of their style only. */
  #nameStyle(text: string): void {
    const named = /^(?:heading|überschrift|titre|título|titolo)\s*(\d)/i.exec(text.trim())
    const level = named ? Number(named[1]) - 1 : /^title\b/i.test(text.trim()) ? 0 : undefined
    if (level !== undefined && !this.#styles.has(this.#style)) this.#styles.set(this.#style, { level, name: text })
  }

  #endParagraph(): void {
    const { style, level, isInTable, mark } = this.#paragraph
    this.#paragraph.mark = ''
    if (isInTable) {
      this.#content.push(textNode(' '))
      return
    }
    const content = this.#content
    this.#content = []
    const isEmpty = content.every((node) => node instanceof XmlElement || node.nodeValue.trim() === '')
    if (isEmpty) return
    this.#endTable()
    const outline = level ?? this.#styles.get(style)?.level
    if (outline !== undefined && outline < 6) this.#body.push(new XmlElement(`H${outline + 1}`, content))
    else this.#pushText(content, mark.trim())
    for (const note of this.#notes.splice(0)) this.#body.push(new XmlElement('P', [textNode(note)]))
  }

  #pushText(content: XmlNode[], mark: string): void {
    if (mark === '') {
      this.#body.push(new XmlElement('P', content))
      return
    }
    const last = this.#body.at(-1)
    const list = last?.nodeName === 'UL' ? last : new XmlElement('UL')
    if (list !== last) this.#body.push(list)
    // A number says more than the bullet before it.
    const isNumber = /[\p{L}\p{N}]/u.test(mark)
    list.childNodes.push(new XmlElement('LI', isNumber ? [textNode(`${mark} `), ...content] : content))
  }

  /** A table inside of a cell stands before the row that holds it, as one of its own. */
  #endCell(): void {
    if (this.#nestedRows.length > 0) {
      const rows = this.#nestedRows
      this.#nestedRows = []
      this.#endRows()
      this.#body.push(new XmlElement('TABLE', rows))
    }
    this.#cells.push(new XmlElement('TD', this.#content))
    this.#content = []
  }

  #endNestedCell(): void {
    this.#nestedCells.push(new XmlElement('TD', this.#content))
    this.#content = []
  }

  #endNestedRow(): void {
    this.#nestedRows.push(new XmlElement('TR', this.#nestedCells))
    this.#nestedCells = []
  }

  #endRow(): void {
    this.#rows.push(new XmlElement('TR', this.#cells))
    this.#cells = []
  }

  #endTable(): void {
    if (this.#nestedCells.length > 0) this.#endNestedRow()
    if (this.#nestedRows.length > 0) this.#endCell()
    if (this.#cells.length > 0) this.#endRow()
    this.#endRows()
  }

  #endRows(): void {
    if (this.#rows.length > 0) this.#body.push(new XmlElement('TABLE', this.#rows))
    this.#rows = []
  }
}
