import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { docxOf, pptxOf, row, shape, slideTable, xlsxOf, xml } from './office.ts'
import { zipOf } from './zip-of.ts'

/** A small file that LibreOffice wrote. */
export const libreOffice = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../../samples', name))

/** Two pages of Helvetica, with the offsets that a PDF's table wants. */
export const pdfOf = (...pages: readonly string[]): Buffer => {
  const kids = pages.map((_, at) => `${4 + at * 2} 0 R`).join(' ')
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...pages.flatMap((text, at) => {
      const stream = `BT /F1 12 Tf 72 720 Td (${text}) Tj ET`
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + at * 2} 0 R>>`,
        `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
      ]
    }),
  ]
  let file = '%PDF-1.7\n'
  const offsets = objects.map((object, at) => {
    const offset = file.length
    file += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`
  return Buffer.from(
    `${file}${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF`,
  )
}

export const docx = () =>
  docxOf(`<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Pilots</w:t></w:r></w:p>
    <w:p><w:r><w:t>A pilot boards at the outer buoy.</w:t></w:r></w:p>`)

const chart = xml(
  'c:chartSpace',
  `<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Landings</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart>
   <c:ser><c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>Tonnes</c:v></c:pt></c:strCache></c:strRef></c:tx>
   <c:cat><c:numRef><c:numCache><c:formatCode>m/d/yyyy</c:formatCode><c:pt idx="0"><c:v>45366</c:v></c:pt><c:pt idx="1"><c:v>45367</c:v></c:pt></c:numCache></c:numRef></c:cat>
   <c:val><c:numRef><c:numCache><c:pt idx="0"><c:v>4.4000000000000004</c:v></c:pt><c:pt idx="1"><c:v>12</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>
   </c:barChart></c:plotArea></c:chart>`,
)

export const pptx = () =>
  pptxOf([
    {
      body: shape(['Nets are mended on Mondays', 'and dried on Tuesdays'], 'body') + shape(['Nets'], 'title'),
      notes: shape(['Thank the apprentices.'], 'body') + shape(['1'], 'sldNum'),
    },
    {
      body:
        shape(['Ropes'], 'ctrTitle') +
        slideTable([
          ['Rope', 'Breaking load'],
          ['Hemp', '900 kg'],
          ['Nylon', '2400 kg'],
        ]) +
        shape(['14 May'], 'dt'),
      attributes: 'show="0"',
    },
    {
      body: `<p:grpSp>${shape(['Inside of a group'])}</p:grpSp><p:graphicFrame><a:graphic><a:graphicData><c:chart r:id="c"/></a:graphicData></a:graphic></p:graphicFrame>`,
      chart,
    },
    {
      body: '<p:pic><p:nvPicPr><p:cNvPr id="4" name="Picture 3" descr="Picture 3"/></p:nvPicPr></p:pic>',
    },
  ])

/** Serial 45366 is 15 March 2024; the format of the fourth style is the locale's short date. */
export const xlsx = () =>
  xlsxOf({
    formats: ['#,##0.00 &quot;EUR&quot;', 'dd.mm.yyyy', '0.0%'],
    strings: ['Lamp', 'Buoy_x000D_'],
    sheets: [
      {
        name: 'Lights',
        data:
          row(1, ['Light', 'Cost', 'Lit since', 'Share', 'Checked']) +
          row(2, ['North mole', [1234.5, 1], [45366, 2], [0.257, 3], [45366, 4]]) +
          `<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><f>B2*2</f><v>2469</v></c><c r="C3" t="b"><v>1</v></c><c r="D3" t="e"><v>#DIV/0!</v></c><c r="E3"><f>NOW()</f></c></row>`,
      },
      { name: 'Nothing', data: '' },
      {
        name: 'Crews',
        data:
          row(1, ['Pier', 'Crew', 'Boats']) +
          row(2, ['East', 'Auk', 3]) +
          row(3, [undefined, 'Tern', 5]) +
          row(4, ['West', 'Gull', 8]),
        after: '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
        state: 'hidden',
      },
    ],
  })

export const epub = () =>
  zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<container><rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    'OPS/book.opf': `<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The tide table</dc:title></metadata><manifest>
      <item id="b" href="text/two.xhtml"/><item id="a" href="text/one%20first.xhtml"/><item id="c" href="cover.svg"/>
      <item id="d" href="text/three.xhtml"/><item id="n" href="nav.xhtml" properties="nav"/></manifest>
      <spine><itemref idref="c"/><itemref idref="a"/><itemref idref="b"/><itemref idref="d"/></spine></package>`,
    'OPS/text/one first.xhtml':
      '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x.js"/></head><body><h1>Ebb</h1><p>The water&nbsp;falls for six hours.</p></body></html>',
    'OPS/text/two.xhtml': '<html><body><section><h2>Flood</h2><p>Then it rises again.</p></section></body></html>',
    'OPS/text/three.xhtml': '<html><body><p>At the full moon it rises most.</p></body></html>',
    'OPS/nav.xhtml':
      '<html><body><nav epub:type="toc"><ol><li><a href="text/one%20first.xhtml">One</a></li><li><a href="text/three.xhtml#top">Spring\n tide</a></li></ol></nav></body></html>',
    'OPS/cover.svg': '<svg><text>not read</text></svg>',
  })

export const eml = `From: =?utf-8?q?J=C3=B8rgen_Holm?= <jorgen@harbour.example>
To: "Crew, all" <crew@harbour.example>, office@harbour.example
Subject: =?iso-8859-1?q?Gr=FC=DFe_from_the_pier?=
Date: Tue, 04 Jun 2024 09:15:00 +0200
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

--outer
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

The crane is out of order until caf=E9 time on Friday.

--inner
Content-Type: text/html; charset=utf-8

<p>The crane is <b>out of order</b> until caf&eacute; time on Friday.</p>

--inner--
--outer
Content-Type: application/pdf; name="crane.pdf"
Content-Disposition: attachment; filename="crane.pdf"
Content-Transfer-Encoding: base64

JVBERi0=

--outer--
`.replaceAll('\n', '\r\n')

export const rtf = String.raw`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}
{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}}{\info{\title Signals}}
{\header Not read}\pard\plain\s1 Flags\par
\pard\plain The caf\'e9 shows a \u8222?blue\u8220? flag{\footnote A square one.}, {\f1\'cf\'f0\'e8\'e2\'e5\'f2}.\par
{\*\unknown left out}{\v hidden}{\pict\wmetafile8 0102}
\trowd\intbl Flag\cell Meaning\cell Hours\cell\row\trowd\intbl Red\cell Storm\cell 12\cell\row\trowd\intbl Green\cell Calm\cell 6\cell\row\pard
{\pntext\'b7\tab}First\par{\pntext 2.\tab}Second\par}`

export const json = JSON.stringify({
  harbour: 'Wellport',
  depth: 7.5,
  berths: [
    { berth: 'E1', length: 12, free: true },
    { berth: 'E2', length: 18, free: false },
  ],
  contact: { office: { street: 'Quay street 3', days: ['Mon', 'Thu'] } },
})
