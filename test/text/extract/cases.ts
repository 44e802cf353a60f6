import { permit } from '../../support/samples.ts'
import * as made from './made.ts'
import { forwarded } from './mails.ts'

const ooxml = 'application/vnd.openxmlformats-officedocument'
const odf = 'application/vnd.oasis.opendocument'

/** A document and what must be found in it. Pages are 1-based. */
export type Case = {
  name: string
  bytes: () => Promise<Uint8Array> | Uint8Array | string
  mediaType: string
  pages: number
  title?: string
  /** Text of a page, whole lines for what must stand together. */
  found: readonly (readonly [page: number, text: string])[]
  headings?: readonly (readonly [page: number, level: number, text: string])[]
  /** What must not be read as content. */
  absent?: readonly string[]
  warnings?: readonly RegExp[]
  /** Formats whose bytes show what they are, whatever the name says. */
  isSigned?: true
  /** What a file that is cut in two must say: why it failed, or what is missing; nothing for formats that cannot know. */
  cut?: RegExp
}

const damaged = /^document\.damaged: .*(?:incomplete|cut off|damaged)/

export const cases: readonly Case[] = [
  {
    name: 'tides.pdf',
    bytes: () => made.pdfOf('High water at noon', 'Low water at six'),
    mediaType: 'application/pdf',
    pages: 2,
    found: [
      [1, 'High water at noon'],
      [2, 'Low water at six'],
    ],
    isSigned: true,
  },
  {
    name: 'pilots.docx',
    bytes: made.docx,
    mediaType: `${ooxml}.wordprocessingml.document`,
    pages: 1,
    found: [[1, 'A pilot boards at the outer buoy.']],
    headings: [[1, 1, 'Pilots']],
    isSigned: true,
    cut: damaged,
  },
  {
    name: 'harbour.docx',
    bytes: () => made.libreOffice('harbour.docx'),
    mediaType: `${ooxml}.wordprocessingml.document`,
    pages: 1,
    found: [[1, 'Mooring: Fish market | Length: 12 m | Annual fee: 515 EUR']],
    headings: [
      [1, 1, 'Harbour rules'],
      [1, 2, 'Fees for moorings'],
    ],
    isSigned: true,
    cut: damaged,
  },
  {
    name: 'nets.pptx',
    bytes: made.pptx,
    mediaType: `${ooxml}.presentationml.presentation`,
    pages: 4,
    found: [
      [1, '• Nets are mended on Mondays\n• and dried on Tuesdays'],
      [1, 'Thank the apprentices.'],
      [2, 'Rope: Nylon | Breaking load: 2400 kg'],
      [3, 'Inside of a group'],
      [3, 'Landings'],
      [3, '2024-03-15 | Tonnes: 4.4'],
    ],
    headings: [
      [1, 1, 'Nets'],
      [1, 2, 'Notes'],
      [2, 1, 'Ropes'],
    ],
    absent: ['14 May', 'Picture 3'],
    warnings: [/This slide is hidden/, /No text on this slide/],
    isSigned: true,
    cut: damaged,
  },
  {
    name: 'storm.pptx',
    bytes: () => made.libreOffice('storm.pptx'),
    mediaType: `${ooxml}.presentationml.presentation`,
    pages: 3,
    title: 'Storm drill',
    found: [
      [1, '• with a spring line to the bow'],
      [1, 'Remind them of the lighthouse signal.'],
      [2, '9 Beaufort'],
    ],
    headings: [
      [1, 1, 'Storm drill for crews'],
      [1, 2, 'Notes'],
      [2, 1, 'Wind and flags'],
    ],
    warnings: [/No text on this slide/],
    isSigned: true,
    cut: damaged,
  },
  {
    name: 'storm.odp',
    bytes: () => made.libreOffice('storm.odp'),
    mediaType: `${odf}.presentation`,
    pages: 3,
    title: 'Storm drill',
    found: [
      [1, 'Double every mooring line'],
      [1, 'Remind them of the lighthouse signal.'],
      [2, 'two red pennants'],
    ],
    headings: [
      [1, 1, 'Storm drill for crews'],
      [1, 2, 'Notes'],
      [2, 1, 'Wind and flags'],
    ],
    warnings: [/No text on this slide/],
    isSigned: true,
    cut: damaged,
  },
  {
    name: 'lights.xlsx',
    bytes: made.xlsx,
    mediaType: `${ooxml}.spreadsheetml.sheet`,
    pages: 3,
    found: [
      [
        1,
        'Light: North mole | Cost: 1,234.50 EUR | Lit since: 15.03.2024 | Share: 25.7% | Checked: 2024-03-15\nLight: Buoy | Cost: 2,469.00 EUR | Lit since: TRUE | Share: #DIV/0!',
      ],
      [3, 'Pier: East | Crew: Auk | Boats: 3\nPier: East | Crew: Tern | Boats: 5\nPier: West | Crew: Gull | Boats: 8'],
    ],
    headings: [
      [1, 1, 'Lights'],
      [3, 1, 'Crews'],
    ],
    absent: ['45366'],
    warnings: [/1 formula on the sheet “Lights”/, /“Nothing” is empty/, /hidden/],
    isSigned: true,
    cut: damaged,
  },
  ...['boats.xlsx', 'boats.ods'].map(
    (name): Case => ({
      name,
      bytes: () => made.libreOffice(name),
      mediaType: name.endsWith('xlsx') ? `${ooxml}.spreadsheetml.sheet` : `${odf}.spreadsheet`,
      pages: 3,
      title: 'Boats of Wellport',
      found: [
        [1, 'Boat: Seagull | Skipper: Marta Lindqvist | Since: 17.05.2019 | Annual fee: 1,340.50 | Discount: 12.5%'],
        [1, 'Boat: Razorbill | Skipper: Nuria Vidal | Annual fee: 2,681.00'],
        [1, '• A6: Sold in spring?'],
        [2, 'Crew: South crew | Herring Q1: 19 | Herring Q2: 3 | Mackerel Q1: 28 | Mackerel Q2: 5'],
        [3, 'Harbour office | Quay street 3\nTelephone | 555 0142'],
      ],
      headings: [
        [1, 1, 'Moorings'],
        [1, 2, 'Comments'],
        [2, 1, 'Catch by quarter'],
        [3, 1, 'Old list'],
      ],
      warnings: [/hidden/],
      isSigned: true,
      cut: damaged,
    }),
  ),
  ...['harbour.odt', 'harbour.rtf'].map(
    (name): Case => ({
      name,
      bytes: () => made.libreOffice(name),
      mediaType: name.endsWith('odt') ? `${odf}.text` : 'application/rtf',
      pages: 1,
      title: 'Harbour rules of Wellport',
      found: [
        [1, 'Every skipper reports[1] on arrival.\n\n[1] Reports are taken on channel twelve.'],
        [1, 'Mooring: Eastern pier | Length: 8 m | Annual fee: 340 EUR'],
        [1, '• Oil changes only at the eastern pier:\n• with a tray,\n• by daylight.'],
        [1, 'a tab and\na new line.'],
      ],
      headings: [
        [1, 1, 'Harbour rules'],
        [1, 2, 'Fees for moorings'],
        [1, 2, 'Duties'],
      ],
      absent: ['Is that still so?'],
      warnings: [/1 comment in the margin/],
      isSigned: true,
      cut: name.endsWith('odt') ? damaged : /cut off|incomplete/,
    }),
  ),
  {
    name: 'harbour.pdf',
    bytes: () => made.libreOffice('harbour.pdf'),
    mediaType: 'application/pdf',
    pages: 1,
    found: [
      [1, 'Every boat carries a working radio.'],
      [1, 'Fish market\t12 m\t515 EUR'],
    ],
    headings: [[1, 2, 'Fees for moorings']],
    isSigned: true,
  },
  {
    name: 'harbour.epub',
    bytes: () => made.libreOffice('harbour.epub'),
    mediaType: 'application/epub+zip',
    pages: 1,
    title: 'Harbour rules of Wellport',
    found: [
      [1, 'Fish market | 12 m | 515 EUR'],
      [1, 'Every boat carries a working radio.'],
    ],
    headings: [[1, 1, 'Harbour rules']],
    isSigned: true,
    cut: damaged,
  },
  {
    name: 'harbour.html',
    bytes: () => made.libreOffice('harbour.html'),
    mediaType: 'text/html',
    pages: 1,
    title: 'Harbour rules of Wellport',
    found: [
      [1, 'Mooring: Fish market | Length: 12 m | Annual fee: 515 EUR'],
      [1, 'Every boat carries a working radio.'],
    ],
    headings: [
      [1, 1, 'Harbour rules'],
      [1, 2, 'Fees for moorings'],
    ],
  },
  {
    name: 'signals.rtf',
    bytes: () => made.rtf,
    mediaType: 'application/rtf',
    pages: 1,
    title: 'Signals',
    found: [
      [1, 'The café shows a „blue“ flag[1], Привет.\n\n[1] A square one.'],
      [1, 'Flag: Green | Meaning: Calm | Hours: 6'],
      [1, '• First\n• 2. Second'],
    ],
    headings: [[1, 1, 'Flags']],
    absent: ['Not read', 'left out', 'hidden', '0102', 'Arial'],
    isSigned: true,
    cut: /cut off|incomplete/,
  },
  {
    name: 'tide.epub',
    bytes: made.epub,
    mediaType: 'application/epub+zip',
    pages: 4,
    title: 'The tide table',
    found: [
      [2, 'The water falls for six hours.'],
      [3, 'Then it rises again.'],
      [4, 'Spring tide\n\nAt the full moon it rises most.'],
    ],
    headings: [
      [2, 1, 'Ebb'],
      [3, 2, 'Flood'],
      [4, 1, 'Spring tide'],
    ],
    absent: ['not read'],
    warnings: [/No text in this chapter/],
    isSigned: true,
    cut: damaged,
  },
  {
    name: 'crane.eml',
    bytes: () => made.eml,
    mediaType: 'message/rfc822',
    pages: 1,
    title: 'Grüße from the pier',
    found: [
      [1, '• From: Jørgen Holm <jorgen@harbour.example>'],
      [1, '• To: Crew, all <crew@harbour.example>, office@harbour.example'],
      [1, '• Date: Tue, 04 Jun 2024 09:15:00 +0200'],
      [1, '• Attached: crane.pdf'],
      [1, 'The crane is out of order until café time on Friday.'],
    ],
    headings: [[1, 1, 'Grüße from the pier']],
    warnings: [/crane\.pdf/],
    cut: /cut off|incomplete/,
  },
  {
    name: 'forwarded.eml',
    bytes: forwarded,
    mediaType: 'message/rfc822',
    pages: 6,
    title: 'Papers for the season',
    found: [
      [1, '• Attached: tides.pdf, Lotsen (grün).docx, logo.png, message.eml'],
      [2, 'tides.pdf\n\nHigh water at noon'],
      [3, 'tides.pdf, page 2\n\nLow water at six'],
      [4, 'A pilot boards at the outer buoy.'],
      [5, 'The northern crane was tested.'],
      [6, 'crane: South | load: 8 t'],
    ],
    headings: [
      [2, 1, 'tides.pdf'],
      [4, 1, 'Lotsen (grün).docx'],
      [4, 2, 'Pilots'],
      [5, 1, 'message.eml'],
      [5, 2, 'Kräne'],
      [6, 2, 'Kräne.csv'],
    ],
    warnings: [/of a kind AIOS can’t read in an email: logo\.png\.$/],
    cut: /cut off|incomplete/,
  },
  {
    name: 'boats.csv',
    bytes: () =>
      Buffer.from('Name;Länge;Preis\nMöwe;12,5;3400\n"Kor; moran\nII";8;1200,50\n\nAlk;;900\n'.normalize(), 'latin1'),
    mediaType: 'text/csv',
    pages: 1,
    found: [
      [
        1,
        'Name: Möwe | Länge: 12,5 | Preis: 3400\nName: Kor; moran II | Länge: 8 | Preis: 1200,50\nName: Alk | Preis: 900',
      ],
    ],
    warnings: [/guessed/],
  },
  {
    name: 'boats.tsv',
    bytes: () => 'name\tberth\nAuk\tE1\nTern\tE2\n',
    mediaType: 'text/tab-separated-values',
    pages: 1,
    found: [[1, 'name: Auk | berth: E1\nname: Tern | berth: E2']],
  },
  {
    name: 'port.json',
    bytes: () => made.json,
    mediaType: 'application/json',
    pages: 1,
    found: [
      [1, '• harbour: Wellport\n• depth: 7.5'],
      [1, 'berths[1]: berth: E2 | length: 18 | free: false'],
      [1, '• contact.office.days: Mon, Thu'],
    ],
    headings: [
      [1, 1, 'berths'],
      [1, 1, 'contact'],
    ],
    cut: /isn’t valid JSON, or it is incomplete/,
  },
  {
    name: 'log.jsonl',
    bytes: () => '{"boat":"Auk","at":"09:10"}\n{"boat":"Tern","at":"10:25"}\n',
    mediaType: 'application/jsonl',
    pages: 1,
    found: [[1, '[1]: boat: Tern | at: 10:25']],
    cut: /isn’t valid JSON, or it is incomplete/,
  },
  {
    name: 'count.ipynb',
    bytes: () =>
      JSON.stringify({
        cells: [
          { cell_type: 'markdown', source: ['# Counting boats\n', '\n', 'By **length**.'] },
          { cell_type: 'code', source: 'if a < b:\n    count()', outputs: [{ text: ['forty boats\n'] }] },
        ],
      }),
    mediaType: 'application/x-ipynb+json',
    pages: 1,
    found: [[1, 'By length.\n\nif a < b:\n    count()\n\nforty boats']],
    headings: [[1, 1, 'Counting boats']],
    cut: /isn’t valid JSON, or it is incomplete/,
  },
  {
    name: 'fee.ts',
    bytes: () =>
      `import { boats } from './boats.ts'\n\n/** What a berth costs a year, in euros. */\nexport const feeOf = (metres: number): number => {\n${'  // by length\n'.repeat(20)}  return metres * 42\n}\n\nclass Berth {\n${'  moor() {}\n'.repeat(30)}}\n`,
    mediaType: 'text/x-typescript',
    pages: 1,
    found: [[1, 'return metres * 42']],
    headings: [
      [1, 1, 'export const feeOf'],
      [1, 1, 'class Berth'],
    ],
  },
  {
    name: 'permit.md',
    bytes: () => permit,
    mediaType: 'text/markdown',
    pages: 1,
    found: [[1, 'The annual fee for each mooring is 340 euros.']],
    headings: [
      [1, 1, 'Harbour permit 2026'],
      [1, 2, 'Fees'],
    ],
  },
  {
    name: 'page.html',
    bytes: () =>
      '<!doctype html><html><head><title>Ferry</title></head><body><h1>Ferry times</h1><table><tr><th>From</th><th>At</th></tr><tr><td>North</td><td>07:30</td></tr></table>',
    mediaType: 'text/html',
    pages: 1,
    title: 'Ferry',
    found: [[1, 'From: North | At: 07:30']],
    headings: [[1, 1, 'Ferry times']],
  },
  {
    name: 'notes.txt',
    bytes: () => `Moored at four.\u0007\u0001 Bells rang.\r\nWind from the west.${' The lamp was lit.'.repeat(10)}`,
    mediaType: 'text/plain',
    pages: 1,
    found: [[1, 'Moored at four.   Bells rang.\nWind from the west.']],
  },
]
