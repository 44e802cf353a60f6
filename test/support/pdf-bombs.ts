import { constants, deflateRawSync, deflateSync } from 'node:zlib'
import type { File } from './client.ts'

/*
 * PDFs of some kilobytes that want hundreds of megabytes, or time without end, each by another of the format's means.
 */

const megabyte = 1024 ** 2

/** A PDF of these objects, numbered from 1; the first is its catalog. */
const pdfOf = (objects: readonly (string | Buffer)[]): Buffer => {
  const pieces: Buffer[] = [Buffer.from('%PDF-1.5\n')]
  const offsets: number[] = []
  let length = pieces[0]?.length ?? 0
  const add = (piece: Buffer) => {
    pieces.push(piece)
    length += piece.length
  }
  for (const [at, object] of objects.entries()) {
    offsets.push(length)
    add(Buffer.concat([Buffer.from(`${at + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]))
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const start = length
  add(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(pieces)
}

const stream = (facts: string, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`<<${facts}/Length ${bytes.length}>>stream\n`), bytes, Buffer.from('\nendstream')])

/** About `size` bytes made of `pattern`, packed `times` times, as filters that follow each other unpack it. */
const packed = (pattern: string, size: number, times: number) => {
  // A megabyte that ends with a full flush may stand as often as one likes; readers of PDF forgive the sum that is wrong then.
  const block = deflateRawSync(Buffer.alloc(megabyte, pattern), { level: 9, finishFlush: constants.Z_FULL_FLUSH })
  const blocks = Array.from({ length: Math.ceil(size / megabyte) }, () => block)
  let bytes: Buffer = Buffer.concat([Buffer.from('789c', 'hex'), ...blocks, Buffer.from('030000000000', 'hex')])
  for (let time = 1; time < times; time++) bytes = deflateSync(bytes, { level: 9 })
  return bytes
}
const filters = (times: number) => `/Filter[${'/FlateDecode '.repeat(times)}]`

const font = '/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>'

/** One page, with what stands for its content and its resources. */
const onePage = (
  content: string | Buffer,
  { box = '0 0 595 842', resources = font, more = [] as (string | Buffer)[] } = {},
) =>
  pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[${box}]/Resources<<${resources}>>/Contents 4 0 R>>`,
    content,
    ...more,
  ])

const words = stream('', Buffer.from('BT /F 12 Tf 72 700 Td (Deep down) Tj ET'))

/** The page's content unpacks to hundreds of megabytes of nothing, or of words. */
const content = (pattern: string, times: number, size = 700 * megabyte) =>
  onePage(stream(filters(times), packed(pattern, size, times)))

/** A page whose picture is that wide and high, in a few kilobytes. */
const picture = (side: number) => {
  const rows = packed('\0', side * side, 3)
  const facts = `/Type/XObject/Subtype/Image/Width ${side}/Height ${side}/ColorSpace/DeviceGray/BitsPerComponent 8${filters(3)}`
  const draw = stream('', Buffer.from('BT /F 12 Tf 72 700 Td (Deep down) Tj ET q 500 0 0 500 0 0 cm /I Do Q'))
  return onePage(draw, { resources: `${font}/XObject<</I 5 0 R>>`, more: [stream(facts, rows)] })
}

/** Forms that draw the next one ten times each. */
const forms = (levels: number) => {
  const form = (level: number) => {
    const next = level + 1 < levels ? `/XObject<</N ${6 + level} 0 R>>` : ''
    const body = level + 1 < levels ? '/N Do '.repeat(10) : 'BT /F 12 Tf 72 700 Td (Deep down) Tj ET '.repeat(10)
    return stream(`/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<${font}${next}>>`, Buffer.from(body))
  }
  return onePage(stream('', Buffer.from('/N Do')), {
    resources: `${font}/XObject<</N 5 0 R>>`,
    more: Array.from({ length: levels }, (_, level) => form(level)),
  })
}

/** Nodes of the page tree, one in the other. */
const tree = (depth: number) =>
  pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    ...Array.from({ length: depth }, (_, at) => `<</Type/Pages/Count 1/Kids[${at + 3} 0 R]>>`),
    `<</Type/Page/Parent ${depth + 1} 0 R/MediaBox[0 0 595 842]/Resources<<${font}>>/Contents ${depth + 3} 0 R>>`,
    words,
  ])

const objects = (size: number) =>
  pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<${font}>>/Contents 5 0 R>>`,
    stream(`/Type/ObjStm/N 100000000/First 900000000${filters(3)}`, packed('1 0 ', size, 3)),
    words,
  ])

export const pdfBombs = {
  'spaces twice packed.pdf': () => content(' ', 2),
  'spaces three times packed.pdf': () => content(' ', 3),
  'words.pdf': () => content('BT /F 12 Tf 72 700 Td (Deep down) Tj ET ', 3, 300 * megabyte),
  'brackets.pdf': () => content('[', 3, 300 * megabyte),
  'numbers.pdf': () => content('1 ', 3, 400 * megabyte),
  'string.pdf': () => content('(', 3, 700 * megabyte),
  'paths.pdf': () => content('1 1 m 9 9 l ', 3, 300 * megabyte),
  'picture.pdf': () => picture(20_000),
  'forms.pdf': () => forms(9),
  'tree.pdf': () => tree(50_000),
  'tree that goes round.pdf': () =>
    Buffer.from(tree(1).toString('latin1').replace('/Kids[3 0 R]', '/Kids[2 0 R]'), 'latin1'),
  'count.pdf': () => Buffer.from(onePage(words).toString('latin1').replace('/Count 1', '/Count 2147483647'), 'latin1'),
  'giant page.pdf': () => onePage(words, { box: '0 0 1e9 1e9' }),
  'endless page.pdf': () => onePage(words, { box: '0 0 14400 1e38' }),
  'page without size.pdf': () => onePage(words, { box: '0 0 0 0' }),
  'objects.pdf': () => objects(700 * megabyte),
} satisfies Record<string, () => Buffer>

export const pdfBomb = (name: keyof typeof pdfBombs): File => [name, pdfBombs[name]()]
