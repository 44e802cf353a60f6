import type { DomNode } from '../dom-node.ts'
import type { Heading } from '../format.ts'
import { isLayout, tableCells, tableLines, tableRows } from '../tables/dom-table.ts'

const skipped = new Set(
  'SCRIPT STYLE NOSCRIPT TEMPLATE HEAD TITLE SVG MATH IFRAME OBJECT CANVAS VIDEO AUDIO SELECT BUTTON'.split(' '),
)
const blocks = new Set(
  `ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION DD DETAILS DIALOG DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM HEADER HR
   HTML LEGEND MAIN NAV P SECTION SUMMARY`.split(/\s+/),
)
/** Deeper nesting than any document has on purpose; below it elements are left out rather than overflow the stack. */
const deepest = 500

/** The text of a DOM as a person reads it, with its headings: blocks apart, list items marked, table cells by ` | `. */
export const domText = (root: DomNode): { text: string; headings: Heading[] } => {
  const flow = new Flow()
  flow.children(root, 0)
  return { text: flow.text.trimEnd(), headings: flow.headings }
}

class Flow {
  text = ''
  headings: Heading[] = []
  #gap = 0
  #space = false
  #isPre = false
  /** The text's last character: asking the text itself would copy all of it each time. */
  #last = ''

  children(node: DomNode, depth: number): void {
    if (depth > deepest) return
    for (const child of node.childNodes) this.node(child, depth + 1)
  }

  node(node: DomNode, depth: number): void {
    if (node.nodeType === 3) this.words(node.nodeValue ?? '')
    if (node.nodeType === 1) this.element(node, node.nodeName.toUpperCase(), depth)
  }

  element(node: DomNode, name: string, depth: number): void {
    if (skipped.has(name) || isHidden(node)) return
    if (name === 'BR') this.lineBreak()
    else if (name === 'TABLE') this.table(node, depth)
    else if (name === 'PRE') this.pre(node, depth)
    else if (name === 'IMG') this.words(` ${node.getAttribute?.('alt') ?? ''} `)
    else if (name === 'UL' || name === 'OL') this.list(node, name === 'OL', depth)
    else if (/^H[1-6]$/.test(name)) this.heading(node, Number(name[1]), depth)
    else if (blocks.has(name)) this.block(node, depth)
    else this.children(node, depth)
  }

  block(node: DomNode, depth: number): void {
    this.border(2)
    this.children(node, depth)
    this.border(2)
  }

  heading(node: DomNode, level: number, depth: number): void {
    const words = lineOf(node, depth)
    if (!words) return
    this.border(2)
    this.words(words)
    this.headings.push({ start: this.text.length - words.length, level, text: words })
    this.border(2)
  }

  list(node: DomNode, isNumbered: boolean, depth: number): void {
    this.border(this.#last === '\n' || this.#gap === 1 ? 1 : 2)
    let number = Number(node.getAttribute?.('start') ?? 1) || 1
    for (const item of node.childNodes) {
      if (item.nodeType !== 1) continue
      this.border(1)
      this.words(isNumbered ? `${number++}. ` : '• ')
      this.#gap = -1
      this.children(item, depth + 1)
      this.#gap = 0
      this.border(1)
    }
    this.border(2)
  }

  table(node: DomNode, depth: number): void {
    this.border(2)
    if (isLayout(node)) {
      for (const { row } of tableRows(node)) for (const cell of tableCells(row)) this.block(cell, depth)
      return
    }
    for (const line of tableLines(node, (cell) => lineOf(cell, depth))) {
      this.border(1)
      this.words(line)
      this.border(1)
    }
    this.border(2)
  }

  pre(node: DomNode, depth: number): void {
    this.border(2)
    this.#isPre = true
    this.children(node, depth)
    this.#isPre = false
    if (/\s/.test(this.#last)) {
      this.text = this.text.trimEnd()
      this.#last = this.text.at(-1) ?? ''
    }
    this.border(2)
  }

  /** At least so many line ends before the next word; none right after a list's mark. */
  border(lines: number): void {
    if (this.#gap < 0) return
    this.#gap = Math.max(this.#gap, lines)
    this.#space = false
  }

  lineBreak(): void {
    this.border(Math.min(this.#gap + 1, 2))
  }

  words(value: string): void {
    if (this.#isPre) {
      this.verbatim(value.replace(/\r\n?/g, '\n'))
      return
    }
    const text = value.replace(/[\s\u00a0]+/g, ' ')
    const body = text.trim()
    if (body === '') {
      this.#space ||= text.length > 0
      return
    }
    this.gap(this.#space || text.startsWith(' '))
    this.#space = text.endsWith(' ')
    this.append(body)
  }

  /** Text whose white space says something: code, which comes in many pieces where it is coloured. */
  verbatim(text: string): void {
    const isFirst = this.#gap > 0 || this.text === ''
    const body = isFirst ? text.replace(/^\n+/, '') : text
    if (body === '' || (isFirst && body.trim() === '')) return
    this.gap(false)
    this.append(body)
  }

  /** Writes the border that is due before what comes next, or a space where one is. */
  gap(isApart: boolean): void {
    if (this.text.length > 0) {
      if (this.#gap > 0) this.append('\n'.repeat(this.#gap))
      else if (isApart && !/\s/.test(this.#last)) this.append(' ')
    }
    this.#gap = 0
    this.#space = false
  }

  append(text: string): void {
    this.text += text
    this.#last = text.at(-1) ?? this.#last
  }
}

const isHidden = (node: DomNode) =>
  node.getAttribute?.('hidden') != null || node.getAttribute?.('aria-hidden') === 'true'

/** All text below a node as one line. */
const lineOf = (node: DomNode, depth: number): string => {
  const flow = new Flow()
  flow.children(node, depth)
  return flow.text.replace(/\s+/g, ' ').trim()
}
