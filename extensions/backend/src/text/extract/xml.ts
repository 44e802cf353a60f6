import type { ParserOptions } from 'htmlparser2'
import { decodeText } from './charset.ts'
import type { DomNode } from './dom-node.ts'
import { shallowParser } from './web/shallow-parser.ts'

type XmlText = DomNode & { nodeType: 3; nodeValue: string }
export type XmlNode = XmlElement | XmlText

/** An element of a tree that `domText` can read too. Its name has no namespace prefix. */
export class XmlElement implements DomNode {
  readonly nodeType = 1
  readonly nodeValue = null
  readonly nodeName: string
  readonly childNodes: XmlNode[]
  readonly attributes: Readonly<Record<string, string>>

  constructor(name: string, childNodes: XmlNode[] = [], attributes: Readonly<Record<string, string>> = {}) {
    this.nodeName = name
    this.childNodes = childNodes
    this.attributes = attributes
  }

  /** By its whole name, else by the name after a prefix. */
  getAttribute(name: string): string | null {
    const own = this.attributes[name]
    if (own !== undefined) return own
    for (const [key, value] of Object.entries(this.attributes)) if (localName(key) === name) return value
    return null
  }

  /** Child elements, all of them or those of one name. */
  elements(name?: string): XmlElement[] {
    return this.childNodes.filter(
      (node): node is XmlElement => node instanceof XmlElement && (name === undefined || node.nodeName === name),
    )
  }

  /** The element that a path of names leads to, the first at each step. */
  find(...path: string[]): XmlElement | undefined {
    return path.reduce<XmlElement | undefined>((at, name) => at?.elements(name)[0], this)
  }

  /** Elements of a name anywhere below, in the order of the document. */
  *all(name: string): Generator<XmlElement> {
    for (const child of this.elements()) {
      if (child.nodeName === name) yield child
      yield* child.all(name)
    }
  }

  /** All text below. */
  get text(): string {
    return this.childNodes.map((node) => (node instanceof XmlElement ? node.text : node.nodeValue)).join('')
  }
}

export const textNode = (value: string): XmlText => ({
  nodeType: 3,
  nodeName: '#text',
  nodeValue: value,
  childNodes: [],
})

export const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/** What a reader of a long document wants to hear of it; names come without prefix. */
type XmlEvents = {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  close(name: string): void
  /** May come in several pieces for one text. */
  text(value: string): void
}

/** XHTML is read with the names of HTML's entities, and forgives what browsers forgive. */
const modes = {
  xml: { xmlMode: true, decodeEntities: true },
  xhtml: { recognizeSelfClosing: true, recognizeCDATA: true, decodeEntities: true },
} satisfies Record<string, ParserOptions>

/**
 * Reads XML piece by piece, and of elements that lie too deep their text only. Nothing outside is fetched, and no entity
 * is expanded but those that XML itself has: what a document type declares is not looked at.
 */
export const xmlReader = (events: XmlEvents, mode: keyof typeof modes = 'xml') => {
  const parser = shallowParser(
    {
      onopentag: (name, attributes) => events.open(localName(name), attributes),
      onclosetag: (name) => events.close(localName(name)),
      ontext: (value) => events.text(value),
    },
    modes[mode],
  )
  let decoder: TextDecoder | undefined
  return {
    write(bytes: Uint8Array): void {
      decoder ??= new TextDecoder(charsetOf(bytes))
      parser.write(decoder.decode(bytes, { stream: true }))
    },
    end(rest = ''): void {
      parser.end(rest + (decoder?.decode() ?? ''))
    },
  }
}

const charsetOf = ([first, second]: Uint8Array) => {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** The tree of a document that is small enough to be held as one; one without a root gets one without a name. */
export const parseXml = (bytes: Uint8Array, mode: keyof typeof modes = 'xml'): XmlElement => {
  const top = new XmlElement('')
  const open = [top]
  const reader = xmlReader(
    {
      open(name, attributes) {
        const element = new XmlElement(name, [], attributes)
        open.at(-1)?.childNodes.push(element)
        open.push(element)
      },
      close: () => void open.pop(),
      text: (value) => open.at(-1)?.childNodes.push(textNode(value)),
    },
    mode,
  )
  const declared = /encoding\s*=\s*["']([\w-]+)/i.exec(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))?.[1]
  reader.end(decodeText(bytes, declared).text)
  const [root, ...more] = top.elements()
  // XHTML that leaves out what HTML lets it has several elements at its top.
  return root && (more.length === 0 || mode === 'xml') ? root : top
}
