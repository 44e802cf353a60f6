/** The pieces of RTF: groups, control words with their number, bytes of text. */
export type RtfToken =
  | { type: 'open' }
  | { type: 'close' }
  | { type: 'word'; word: string; number?: number }
  /** `latin1` holds bytes in a charset that the reader knows. */
  | { type: 'text'; latin1: string }

const piece = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|[\s\S]/giy

/** Takes RTF 1.9 apart; `\bin` data are left out. */
export function* rtfTokens(latin1: string): Generator<RtfToken> {
  piece.lastIndex = 0
  for (let at = 0; at < latin1.length; ) {
    piece.lastIndex = at
    const match = piece.exec(latin1)
    if (!match) return
    at = piece.lastIndex
    const [, word, digits, hex, symbol, brace, text] = match
    if (word === 'bin') at += Math.max(0, Number(digits ?? 0))
    else if (word !== undefined) {
      yield { type: 'word', word, ...(digits !== undefined && { number: Number(digits) }) }
    } else if (hex !== undefined) yield { type: 'text', latin1: String.fromCharCode(Number.parseInt(hex, 16)) }
    else if (symbol !== undefined) yield symbolToken(symbol)
    else if (brace !== undefined) yield { type: brace === '{' ? 'open' : 'close' }
    else if (text !== undefined) yield { type: 'text', latin1: text }
  }
}

const symbolToken = (symbol: string): RtfToken => {
  if ('\\{}'.includes(symbol)) return { type: 'text', latin1: symbol }
  if (symbol === '~') return { type: 'text', latin1: ' ' }
  if (symbol === '_') return { type: 'text', latin1: '-' }
  return { type: 'word', word: symbol === '\n' || symbol === '\r' ? 'par' : symbol }
}

/** Code pages by the number that `\fcharset` gives a font. */
const byFontCharset: Readonly<Record<number, string>> = {
  0: 'windows-1252',
  77: 'macintosh',
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
}
const byCodePage: Readonly<Record<number, string>> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  65001: 'utf-8',
}

export const fontCharset = (number: number): string | undefined => byFontCharset[number]

export const codePage = (number: number): string =>
  byCodePage[number] ?? (number >= 1250 && number <= 1258 ? `windows-${number}` : 'windows-1252')

/** Control words that stand for a character. */
export const characters: ReadonlyMap<string, string> = new Map([
  ['tab', '\t'],
  ['emdash', '—'],
  ['endash', '–'],
  ['bullet', '•'],
  ['lquote', '‘'],
  ['rquote', '’'],
  ['ldblquote', '“'],
  ['rdblquote', '”'],
  ['emspace', ' '],
  ['enspace', ' '],
  ['qmspace', ' '],
])

/** Groups whose text is not the document's: tables of fonts and the like, pictures, page headers, instructions. */
export const skippedGroups: ReadonlySet<string> = new Set(
  `fonttbl colortbl stylesheet info pict objdata objclass header headerl headerr headerf footer footerl footerr footerf ftnsep
   ftnsepc aftnsep aftnsepc fldinst xe tc txe rxe bkmkstart bkmkend listtable listoverridetable revtbl rsidtbl themedata
   colorschememapping datastore latentstyles generator xmlnstbl pgptbl nonesttables filetbl template`.split(/\s+/),
)
