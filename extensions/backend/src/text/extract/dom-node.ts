/** What this needs of a DOM node, so that any DOM will do. */
export type DomNode = {
  nodeType: number
  nodeName: string
  nodeValue: string | null
  childNodes: Iterable<DomNode>
  getAttribute?(name: string): string | null
}
