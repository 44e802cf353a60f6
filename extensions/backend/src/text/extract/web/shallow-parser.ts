import { Parser, type ParserOptions, Tokenizer, type TokenizerCallbacks } from 'htmlparser2'

/**
 * Elements that may lie in each other: more than any document has on purpose, and few enough for what goes through
 * trees by recursion. Tags below are ignored, their text is kept, as browsers do it (Blink at 512).
 */
export const deepest = 256

type Handler = ConstructorParameters<typeof Parser>[0] & object

type ShallowOptions = ParserOptions & {
  /** How deep the tag with this name may lie, where that is not `deepest`; what may lie at any depth holds no others. */
  limitOf?: (start: number, end: number) => number
  /** Tags that are ignored at any depth, by where their name stands. */
  isUnwanted?: (start: number, end: number) => boolean
  /** Told of each tag that was ignored: where its name starts, and where the tag ends where that is known. */
  ignored?: (start: number, end: number | undefined, isOpening: boolean) => void
}

/**
 * A parser that gives no tree deeper than `deepest`, however deep the source nests. What is too deep is kept from
 * htmlparser2 itself, whose work for a tag grows with the tags that are open.
 */
export const shallowParser = (handler: Partial<Handler>, options: ShallowOptions = {}): Parser => {
  const { limitOf = () => deepest, isUnwanted = () => false, ignored, ...parserOptions } = options
  let depth = 0
  /** Tags that were ignored, of those that are open: in them all are, but those that hold no others. */
  let below = 0
  /** Where the name of the tag at hand stands, while it is ignored, and whether for its depth. */
  let ignoring: { start: number; isTooDeep: boolean } | undefined

  const isBounded = (start: number, end: number) => limitOf(start, end) < Number.POSITIVE_INFINITY

  /** Puts itself between the tokenizer and the parser that listens to it. */
  const listenFor = (parser: TokenizerCallbacks): TokenizerCallbacks => {
    const { onopentagname, onopentagend, onselfclosingtag, onclosetag } = parser
    const { onattribname, onattribdata, onattribentity, onattribend } = parser
    const ended = (goOn: (end: number) => void, isEmpty: boolean) => (end: number) => {
      if (ignoring === undefined) return goOn.call(parser, end)
      if (isEmpty && ignoring.isTooDeep) below--
      ignored?.(ignoring.start, end + 1, true)
      ignoring = undefined
    }
    const heeded =
      <A extends unknown[]>(goOn: (...args: A) => void) =>
      (...args: A) => {
        if (ignoring === undefined) goOn.apply(parser, args)
      }
    return Object.assign(parser, {
      onopentagname(start: number, end: number) {
        const isTooDeep = !isUnwanted(start, end) && (below > 0 ? isBounded(start, end) : depth >= limitOf(start, end))
        if (!isTooDeep && !isUnwanted(start, end)) return onopentagname.call(parser, start, end)
        if (isTooDeep) below++
        ignoring = { start, isTooDeep }
      },
      onopentagend: ended(onopentagend, false),
      onselfclosingtag: ended(onselfclosingtag, parserOptions.xmlMode === true),
      onattribname: heeded(onattribname),
      onattribdata: heeded(onattribdata),
      onattribentity: heeded(onattribentity),
      onattribend: heeded(onattribend),
      onclosetag(start: number, end: number) {
        const isOfIgnored = below > 0 && !isUnwanted(start, end) && isBounded(start, end)
        if (!isOfIgnored && !isUnwanted(start, end)) return onclosetag.call(parser, start, end)
        if (isOfIgnored) below--
        ignored?.(start, undefined, false)
      },
    })
  }

  class ShallowTokenizer extends Tokenizer {
    constructor(settings: ConstructorParameters<typeof Tokenizer>[0], parser: TokenizerCallbacks) {
      super(settings, listenFor(parser))
    }
  }

  return new Parser(
    {
      ...handler,
      onopentag(...args) {
        depth++
        handler.onopentag?.(...args)
      },
      onclosetag(...args) {
        depth--
        handler.onclosetag?.(...args)
      },
    },
    { ...parserOptions, Tokenizer: ShallowTokenizer },
  )
}

/** XML without the tags that lie too deep, for readers that nest as deep as it does. */
export const shallowXml = (source: string): string => {
  const kept: string[] = []
  let at = 0
  const parser = shallowParser(
    {},
    {
      xmlMode: true,
      ignored(start, end, isOpening) {
        kept.push(source.slice(at, start - (isOpening ? 1 : 2)))
        at = end ?? (source.indexOf('>', start) + 1 || source.length)
      },
    },
  )
  parser.end(source)
  return at === 0 ? source : kept.join('') + source.slice(at)
}
