import { openParts, type Parts, required } from '../containers/parts.ts'
import { textNode, XmlElement, type XmlNode } from '../xml.ts'

/**
 * Opens an OpenDocument file, with its password where it needs one.
 * @throws AppError `document.encrypted`, `document.protected`, `document.damaged`, `document.bomb`
 */
export const openOdf = async (
  bytes: Uint8Array,
  name: string,
  password?: string,
): Promise<{ parts: Parts; title: string | undefined }> => {
  const packed = await openParts(bytes, name)
  const manifest = await packed.xml('META-INF/manifest.xml')
  const isLocked = manifest && !manifest.all('encryption-data').next().done
  const parts = isLocked
    ? await (await import('./odf-lock.ts')).unlockOdf(packed, manifest, { name, password })
    : packed
  const meta = await parts.xml('meta.xml')
  return { parts, title: meta?.find('meta', 'title')?.text.trim() || undefined }
}

/** The content of an OpenDocument file that is small enough to be held as one tree. */
export const contentOf = async (parts: Parts, name: string): Promise<XmlElement> =>
  required(await parts.xml('content.xml'), 'content.xml', name)

/** What is no content: deleted text, declarations, comments (which are counted), names of fields. */
const skipped = new Set(
  `tracked-changes annotation annotation-end forms sequence-decls variable-decls user-field-decls dde-connection-decls
   soft-page-break index-title-template settings presentation:notes ruby-text note-citation event-listeners glue-point`.split(
    /\s+/,
  ),
)
const blocks = new Set('section index-body index-title table-of-content text-box header-rows list-header'.split(' '))

type Styles = { isTitle(name: string): boolean }

/** Paragraph styles that are, or come from, the style of the document's title. */
export const stylesOf = (...parts: (XmlElement | undefined)[]): Styles => {
  const parents = new Map<string, string>()
  for (const part of parts) {
    for (const style of part?.all('style') ?? []) {
      parents.set(style.getAttribute('name') ?? '', style.getAttribute('parent-style-name') ?? '')
    }
  }
  return { isTitle: (name) => name === 'Title' || parents.get(name) === 'Title' }
}

/** Text content of OpenDocument as elements of HTML. Footnotes stand right after the paragraph that refers to them. */
export const odfBody = (root: XmlElement, styles: Styles): XmlNode[] => {
  const notes: XmlElement[] = []

  const nodes = (parent: XmlElement): XmlNode[] => joinLists(parent.childNodes.flatMap(node))

  const node = (child: XmlNode): XmlNode[] => {
    if (!(child instanceof XmlElement)) return [child]
    const name = child.nodeName
    if (skipped.has(name)) return []
    if (name === 's') return [textNode(' '.repeat(Math.min(Number(child.getAttribute('c') ?? 1), 100)))]
    if (name === 'tab') return [textNode('\t')]
    if (name === 'line-break') return [new XmlElement('BR')]
    if (name === 'note') return note(child)
    if (name === 'h') return [heading(child)]
    if (name === 'p') return paragraph(child)
    if (name === 'list') return list(child)
    if (name === 'table') return [table(child)]
    if (name === 'image' || name === 'object') return []
    if (name === 'title' || name === 'desc') return [textNode(` ${child.text} `)]
    return blocks.has(name) ? [new XmlElement('DIV', nodes(child))] : nodes(child)
  }

  const heading = (child: XmlElement) => {
    const level = Number(child.getAttribute('outline-level') ?? 1)
    return new XmlElement(`H${Math.min(Math.max(level, 1), 6)}`, nodes(child))
  }

  const paragraph = (child: XmlElement): XmlNode[] => {
    const tag = styles.isTitle(child.getAttribute('style-name') ?? '') ? 'H1' : 'P'
    return [new XmlElement(tag, nodes(child)), ...notes.splice(0)]
  }

  const note = (child: XmlElement): XmlNode[] => {
    const mark = child.find('note-citation')?.text.trim() ?? ''
    const body = child.find('note-body')
    if (body) notes.push(new XmlElement('P', [textNode(`[${mark}] `), ...body.elements('p').flatMap(nodes)]))
    return [textNode(`[${mark}]`)]
  }

  const list = (child: XmlElement): XmlNode[] => {
    const items = itemsOf(child)
    // Numbered headings are written as lists of one heading each.
    if (items.some((item) => item.elements('h').length > 0)) return items.flatMap(nodes)
    return [new XmlElement('UL', items.flatMap(listItem))]
  }

  /** An item, followed by those of the lists inside of it: text shows no indentation. */
  const listItem = (item: XmlElement): XmlElement[] => {
    const own = item.childNodes.filter((each) => each.nodeName !== 'list')
    const inner = item.elements('list').flatMap(itemsOf).flatMap(listItem)
    const content = own.flatMap(node)
    const element = new XmlElement('LI', content)
    return element.text.trim() ? [element, ...inner] : inner
  }

  const table = (child: XmlElement) =>
    new XmlElement(
      'TABLE',
      rowsOf(child).map(({ row, isHeader }) => {
        const cells = row.elements().filter(({ nodeName }) => nodeName === 'table-cell')
        // LibreOffice marks the first row of every table; in a form of two columns that is no header.
        const isTold = isHeader && cells.length > 2
        return new XmlElement(
          'TR',
          cells.map((cell) => new XmlElement(isTold ? 'TH' : 'TD', nodes(cell), spans(cell))),
        )
      }),
    )

  return nodes(root)
}

/** Slides write a list for each of its items. */
const joinLists = (nodes: readonly XmlNode[]): XmlNode[] => {
  const joined: XmlNode[] = []
  for (const node of nodes) {
    const isList = node instanceof XmlElement && node.nodeName === 'UL'
    const last = isList
      ? joined.findLast((each) => each instanceof XmlElement || each.nodeValue.trim() !== '')
      : undefined
    if (isList && last instanceof XmlElement && last.nodeName === 'UL') last.childNodes.push(...node.childNodes)
    else joined.push(node)
  }
  return joined
}

const itemsOf = (list: XmlElement) =>
  list.elements().filter(({ nodeName }) => nodeName === 'list-item' || nodeName === 'list-header')

const rowsOf = (table: XmlElement, isHeader = false): { row: XmlElement; isHeader: boolean }[] =>
  table.elements().flatMap((child) => {
    if (child.nodeName === 'table-row') return [{ row: child, isHeader }]
    if (child.nodeName === 'table-header-rows') return rowsOf(child, true)
    return child.nodeName === 'table-rows' || child.nodeName === 'table-row-group' ? rowsOf(child) : []
  })

/** As HTML says them; covered cells are left out for them. */
const spans = (cell: XmlElement) => ({
  colspan: cell.getAttribute('number-columns-spanned') ?? '1',
  rowspan: cell.getAttribute('number-rows-spanned') ?? '1',
})
