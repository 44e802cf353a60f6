import { deepest, shallowParser } from './shallow-parser.ts'

/** Elements that hold no others. */
const flat = new Set(
  'area base basefont bgsound br col embed hr img input link meta param script source style track wbr'.split(' '),
)
/** Elements whose text lies in parts of theirs, for which there must be room. */
const containers = new Set('dl ol table ul'.split(' '))
const roomForParts = 8
const inHead = new Set('base basefont bgsound link meta noscript script style template title'.split(' '))
const frame = new Set(['html', 'head', 'body'])
const inline = new Set(
  'a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr q s samp small span strike strong sub sup tt u var'.split(
    ' ',
  ),
)

const lineEnd = '<br>'

/**
 * The markup of a whole page, or of a piece of one, as a page with a head and a body, which HTML lets its writers leave
 * out, and without tags that lie too deep. Where a
 * block began or ended in them, lines end.
 */
export const wholePage = (markup: string): string => {
  const kept: string[] = []
  let at = 0
  /** Where the body begins, as an index of `kept`. */
  let body: number | undefined
  let depth = 0

  const nameAt = (start: number, end: number) => markup.slice(start, end).toLowerCase()
  const keepTo = (end: number) => {
    if (end > at) kept.push(markup.slice(at, end))
    at = Math.max(at, end)
  }
  const beginBody = (start: number) => {
    if (depth > 0 || body !== undefined) return
    keepTo(start)
    body = kept.length
  }
  const parser = shallowParser(
    {
      onopentagname(name) {
        if (!inHead.has(name)) beginBody(parser.startIndex)
      },
      onopentag: () => void depth++,
      onclosetag: () => void depth--,
      ontext(text) {
        if (text.trim() !== '') beginBody(parser.startIndex)
      },
    },
    {
      limitOf(start, end) {
        const name = nameAt(start, end)
        if (flat.has(name)) return Number.POSITIVE_INFINITY
        return containers.has(name) ? deepest - roomForParts : deepest
      },
      isUnwanted: (start, end) => frame.has(nameAt(start, end)),
      ignored(start, end, isOpening) {
        const name = /^[^\s/>]+/.exec(markup.slice(start, start + 40))?.[0].toLowerCase() ?? ''
        keepTo(start - (isOpening ? 1 : 2))
        at = end ?? (markup.indexOf('>', start) + 1 || markup.length)
        if (isOpening && name === 'body') body ??= kept.length
        const isBlock = !frame.has(name) && !inline.has(name)
        if (isBlock && !(kept.at(-1) === lineEnd && kept.at(-2) === lineEnd)) kept.push(lineEnd)
      },
    },
  )
  parser.end(markup)
  keepTo(markup.length)
  const from = body ?? kept.length
  return `<!doctype html><html><head>${kept.slice(0, from).join('')}</head><body>${kept.slice(from).join('')}</body></html>`
}
