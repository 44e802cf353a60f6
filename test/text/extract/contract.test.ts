import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../extensions/backend/src/base/errors.ts'
import type { PageContent } from '../../../extensions/backend/src/text/extract/format.ts'
import { extensionOf } from '../../../extensions/backend/src/text/extract/formats.ts'
import { extract } from '../../../extensions/backend/src/text/extract/index.ts'
import { type Case, cases } from './cases.ts'

const read = async (bytes: Uint8Array, name: string) => {
  const extraction = await extract(bytes, name)
  const pages: PageContent[] = []
  for await (const page of extraction.pages) pages.push(page)
  return { ...extraction, pages, said: [...extraction.warnings, ...pages.flatMap(({ warnings }) => warnings)] }
}

/** What came of it in one line: the failure's code and message, or all warnings. Any other error fails the test. */
const outcome = async (bytes: Uint8Array, name: string): Promise<string> => {
  try {
    return (await read(bytes, name)).said.join('\n')
  } catch (error) {
    if (error instanceof AppError) return `${error.code}: ${error.message}`
    throw error
  }
}

const bytesOf = async ({ bytes }: Case) => Buffer.from((await bytes()) as Uint8Array)

describe.each(cases)('$name', (each) => {
  const { name, mediaType, title, found, headings = [], absent = [], warnings = [], cut, isSigned } = each

  it('is read: its text at the right page, title, media type, what was left out', async () => {
    const document = await read(await bytesOf(each), name)
    expect(document).toMatchObject({ mediaType, ...(title && { title }) })
    expect(document.pages).toHaveLength(each.pages)
    for (const [page, text] of found) expect(document.pages[page - 1]?.text).toContain(text)
    for (const text of absent) expect(document.pages.map((page) => page.text).join('\n')).not.toContain(text)
    for (const warning of warnings) expect(document.said).toContainEqual(expect.stringMatching(warning))
    if (warnings.length === 0) expect(document.said).toEqual([])
  })

  it('has its headings where they say, and no control characters', async () => {
    const { pages } = await read(await bytesOf(each), name)
    const all = pages.flatMap((page, at) => page.headings.map(({ level, text }) => [at + 1, level, text]))
    for (const heading of headings) expect(all).toContainEqual(heading)
    for (const page of pages) {
      expect(page.text).not.toMatch(/(?![\t\n])\p{Cc}/u)
      expect(page.text.isWellFormed()).toBe(true)
      for (const [at, { start, text }] of page.headings.entries()) {
        const end = page.headings[at + 1]?.start ?? page.text.length
        expect(page.text.slice(start, end)).toContain(text)
        if (mediaType !== 'text/x-typescript') expect(page.text.startsWith(text, start)).toBe(true)
      }
    }
  })

  it('says what is wrong with it when it is empty or cut in two', async () => {
    const bytes = await bytesOf(each)
    expect(await outcome(new Uint8Array(), name)).toMatch(/^document\.empty: .*Check the file/)
    const half = await outcome(bytes.subarray(0, Math.floor(bytes.length / 2)), name)
    expect(half).toMatch(cut ?? /^/)
  })

  it('is known by its bytes under a wrong name, or refused under a name that promises another kind', async () => {
    const bytes = await bytesOf(each)
    if (isSigned) {
      for (const wrong of ['x.txt', 'x.pdf', 'x.csv', 'x']) {
        expect(await read(bytes, wrong)).toMatchObject({
          mediaType: (await read(bytes, `x.${extensionOf(name)}`)).mediaType,
        })
      }
      return
    }
    for (const wrong of ['x.pdf', 'x.docx', 'x.pptx', 'x.xlsx', 'x.ods', 'x.epub', 'x.rtf']) {
      expect(await outcome(bytes, wrong)).toMatch(/^document\.damaged: x\.\w+ isn’t an? [A-Z]+ file/)
    }
  })

  it('is closed when no more pages are taken', async () => {
    const { pages } = await extract(await bytesOf(each), name)
    const iterator = (pages as AsyncIterable<PageContent>)[Symbol.asyncIterator]()
    expect((await iterator.next()).done).toBe(false)
    expect(await iterator.return?.()).toMatchObject({ done: true })
    expect((await iterator.next()).done).toBe(true)
  })

  it('fails in words only, whatever happened to its bytes', async () => {
    const bytes = await bytesOf(each)
    const random = randomOf(name)
    for (let time = 0; time < 8; time++) await outcome(damage(bytes, random), name)
  })
})

/** The same numbers for the same name, below `limit`. */
const randomOf = (name: string) => {
  let count = 0
  return (limit: number) => createHash('sha256').update(`${name} ${count++}`).digest().readUInt32LE() % limit
}

/** Changes some bytes, leaves some out, or repeats some. */
const damage = (bytes: Buffer, random: (limit: number) => number): Buffer => {
  const at = random(bytes.length)
  const kind = random(3)
  if (kind === 0) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(200))])
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at + random(200)), bytes.subarray(at)])
  const changed = Buffer.from(bytes)
  for (let count = random(20); count >= 0; count--) changed[random(bytes.length)] = random(256)
  return changed
}
