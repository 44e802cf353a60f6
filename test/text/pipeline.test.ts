import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Library, openLibrary } from '../retrieval/library.ts'
import { pdf } from '../support/pdf.ts'
import { random } from '../support/random.ts'
import { hasSamples, permit, sampleFolder, withoutSamples } from '../support/samples.ts'

/** Index rows and passages, which must be the same at every moment. */
const rows = ({ db, workspaceNumber }: Library) => {
  const count = (table: string) => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
  return {
    passages: count('passage'),
    index: count(`passage_index_${workspaceNumber}_docsize`),
    documents: count(`document_index_${workspaceNumber}_docsize`),
  }
}

const boats = 'The cooperative paints its boats in the second week of April, when the harbour basin is dry.'

describe('a document on its way into the index', () => {
  let library: Library
  beforeAll(async () => {
    library = await openLibrary()
  })
  afterAll(() => library.close())

  it('is found by what it says, at its page, with the words marked', async () => {
    const { id } = await library.addBytes('boats.pdf', pdf([['Nothing here.'], [boats]]))
    const [hit] = await library.search('When are boats painted?')
    expect(hit).toMatchObject({ documentId: id, documentName: 'boats.pdf', page: 2 })
    expect(hit?.marks.map(([start, end]) => hit.text.slice(start, end))).toEqual(['paints', 'boats'])
  })

  it('is found under its headings, which a hit names', async () => {
    await library.addBytes('permit.md', permit)
    const [hit] = await library.search('annual fee for a mooring')
    expect(hit).toMatchObject({ documentName: 'permit.md', heading: 'Harbour permit 2026 › Fees' })
  })

  it('stands in hits exactly as on its page', async () => {
    for (const hit of await library.search('harbour cooperative boat nothing radio fee mooring', 100)) {
      expect(library.pageText(hit.documentId, hit.page)?.slice(hit.start, hit.end)).toBe(hit.text)
      for (const [start, end] of hit.marks) expect(hit.text.slice(start, end)).toMatch(/^[\p{L}\p{N}]+$/u)
    }
  })

  it('has as many index rows as passages, also after it was indexed anew and removed', async () => {
    const { id, number, passages } = await library.addBytes(
      'again.txt',
      'Quokkas live on Rottnest Island. '.repeat(200),
    )
    const before = rows(library)
    expect(before.index).toBe(before.passages)
    const again = { id, number, workspaceNumber: library.workspaceNumber }
    await library.indexer.index({
      document: { ...again, name: 'again.txt', path: library.fileOf(id), lease: library.lease },
    })
    expect(rows(library)).toEqual(before)
    await library.indexer.remove({ documentId: id, documentNumber: number, workspaceNumber: library.workspaceNumber })
    expect(rows(library)).toEqual({
      passages: before.passages - passages,
      index: before.index - passages,
      documents: before.documents - 1,
    })
    expect(await library.search('quokkas')).toEqual([])
  })

  it('says how far it is, page by page', async () => {
    const steps: number[] = []
    const pages = Array.from({ length: 40 }, (_, at) => Array(40).fill(`Page ${at} speaks of moorings.`) as string[])
    await library.addBytes('long.pdf', pdf(pages), {
      onProgress: ({ done, total }) => {
        steps.push(done)
        expect(total).toBe(40)
      },
    })
    expect(steps.length).toBeGreaterThan(2)
    expect(steps).toEqual([...steps].sort((a, b) => a - b))
    expect(steps.at(-1)).toBe(40)
  })

  it('says which of its pages cannot be searched', async () => {
    const { warnings, passages } = await library.addBytes('scan.pdf', pdf([['A title.'], [], []]))
    expect(passages).toBe(1)
    expect(warnings).toEqual([expect.stringContaining('2 of 3 pages have no text (2–3)')])
  })

  it('stops when nobody wants it any more, and the next one is read', async () => {
    const abort = new AbortController()
    const long = `${'Many words about nothing in particular. '.repeat(50)}\n\n`.repeat(2000)
    const stopped = library.addBytes('long.txt', long, { signal: abort.signal, onProgress: () => abort.abort() })
    await expect(stopped).rejects.toThrow(/abort/i)
    await expect(library.addBytes('next.txt', 'A marmot whistles.')).resolves.toMatchObject({ passages: 1 })
    expect((await library.search('marmot'))[0]?.documentName).toBe('next.txt')
  })

  it.each([
    ['empty.txt', '', 'document.empty'],
    ['blank.txt', ' \n\n ', 'document.empty'],
    ['broken.pdf', '%PDF-1.7 and no more', 'document.damaged'],
    ['picture.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'document.unsupported'],
  ])('%s is refused, saying why and what to do', async (name, bytes, code) => {
    await expect(library.addBytes(name, bytes)).rejects.toMatchObject({ code, message: expect.stringContaining(name) })
  })
})

describe('a query', () => {
  let library: Library
  beforeAll(async () => {
    library = await openLibrary()
    await library.addBytes('disk.txt', 'A full disk fails the upload. The disk is made of iron.')
    await library.addBytes('crash.txt', 'A crash loses no upload. A disk that is full is a pity.')
    await library.addBytes('中文.txt', '人工智能正在改变世界，搜索引擎需要分词。')
    await library.addBytes('arabic.txt', 'أعلنت الحكومة أن ميزانية التعليم سترتفع.')
  })
  afterAll(() => library.close())
  const names = async (q: string) => (await library.search(q)).map(({ documentName }) => documentName)

  it('finds any of its words, best first', async () => {
    expect(await names('full disk upload')).toEqual(['disk.txt', 'crash.txt'])
  })

  it('keeps to phrases and leaves out what is excluded', async () => {
    expect(await names('"full disk"')).toEqual(['disk.txt'])
    expect(await names('upload -iron')).toEqual(['crash.txt'])
    expect(await names('upload -"full disk"')).toEqual(['crash.txt'])
  })

  it('looks in the named documents only', async () => {
    const [first] = await library.search('disk')
    const ids = first ? [first.documentId] : []
    expect((await library.search('upload', 20, ids)).map(({ documentId }) => documentId)).toEqual(ids)
    expect(await library.search('upload', 20, [])).toEqual([])
  })

  it('finds words in scripts without spaces, and with or without vowel signs', async () => {
    expect(await names('搜索引擎')).toEqual(['中文.txt'])
    expect(await names('الحُكومة')).toEqual(['arabic.txt'])
  })

  it.each([
    '',
    '???',
    '"',
    '"" OR',
    'NEAR(a b)',
    'text:disk',
    '^disk',
    'disk*',
    '{text title}: disk',
    "'; DROP TABLE passage; --",
    'AND OR NOT',
    '(((',
    '-',
    '\u0000disk',
    'disk\uD800',
    'x'.repeat(2000),
  ])('is never an error: %j', async (q) => {
    await expect(library.search(q)).resolves.toBeInstanceOf(Array)
  })
})

describe('a file that hurts', () => {
  it('costs its own worker when it never comes to an end; the next file is read', async () => {
    const library = await openLibrary({ stall: 4000, capacity: 1 })
    try {
      const endless = `<html><body>${'<div><table><tr><td>x'.repeat(400_000)}</body></html>`
      await expect(library.addBytes('endless.html', endless)).rejects.toMatchObject({ code: 'document.stuck' })
      await expect(library.addBytes('good.txt', boats)).resolves.toMatchObject({ passages: 1 })
    } finally {
      await library.close()
    }
  })

  it('costs its own worker when it takes all memory; the next file is read', async () => {
    const library = await openLibrary({ memory: 40, capacity: 1 })
    try {
      const huge = `<html><body>${'<p>word <b>word</b></p>'.repeat(600_000)}</body></html>`
      await expect(library.addBytes('huge.html', huge)).rejects.toMatchObject({ code: 'document.memory' })
      await expect(library.addBytes('good.txt', boats)).resolves.toMatchObject({ passages: 1 })
      expect(rows(library).index).toBe(rows(library).passages)
    } finally {
      await library.close()
    }
  })

  it('is read or refused in each of 200 damaged forms of a PDF, and never half', async () => {
    const library = await openLibrary()
    const next = random(11)
    const whole = pdf(Array.from({ length: 3 }, (_, at) => [`Page ${at + 1}.`, boats, boats]))
    try {
      for (let round = 0; round < 200; round++) {
        const bytes = Buffer.from(whole)
        const changes = round % 3 === 0 ? 0 : round % 3 === 1 ? 4 : 60
        for (let change = 0; change < changes; change++)
          bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256)
        const cut = changes === 0 ? bytes.subarray(0, Math.floor(next() * bytes.length)) : bytes
        const outcome = await library.addBytes('f.pdf', cut).then(
          ({ pages }) => pages > 0,
          ({ code }) => /^document\./.test(code),
        )
        expect(outcome).toBe(true)
      }
      await expect(library.addBytes('good.pdf', whole)).resolves.toMatchObject({ pages: 3 })
      expect(rows(library).index).toBe(rows(library).passages)
    } finally {
      await library.close()
    }
  })
})

it('worker threads end when nothing is to be done, and start again', async () => {
  const library = await openLibrary()
  try {
    await library.addBytes('a.txt', 'A walrus.')
    expect(await library.search('walrus')).toHaveLength(1)
    await delay(10)
    await library.indexer.close()
    await library.addBytes('b.txt', 'Another walrus.')
    expect(await library.search('walrus')).toHaveLength(2)
  } finally {
    await library.close()
  }
})

describe.skipIf(!hasSamples)(`real documents${withoutSamples}`, () => {
  let library: Library
  beforeAll(async () => {
    library = await openLibrary()
    for (const name of ['GeoTopo-komprimiert.pdf', 'multicolumn.pdf', 'google-doc-document.pdf', 'habibi.pdf']) {
      await library.add(`${sampleFolder}/${name}`)
    }
  })
  afterAll(() => library.close())

  it.each([
    ['wann heißt ein topologischer Raum hausdorffsch', 'GeoTopo-komprimiert.pdf', 12],
    ['französische Eisenbahnmetrik', 'GeoTopo-komprimiert.pdf', 12],
    ['readability counts', 'google-doc-document.pdf', 1],
    ['capital of Austria official language', 'multicolumn.pdf', 3],
    ['habibi', 'habibi.pdf', 1],
  ])('%s', async (q, documentName, page) => {
    expect((await library.search(q))[0]).toMatchObject({ documentName, page })
  })

  it('every passage stands on its page as it was indexed', async () => {
    const passages = library.db
      .prepare(
        'SELECT s.start, s."end", p.text FROM passage s JOIN page p ON p.document_id = s.document_id AND p.number = s.page',
      )
      .all() as { start: number; end: number; text: string }[]
    expect(passages.length).toBeGreaterThan(250)
    for (const { start, end, text } of passages) {
      const passage = text.slice(start, end)
      expect(passage.length).toBeGreaterThan(0)
      expect(passage).toBe(passage.trim())
    }
  })
})
