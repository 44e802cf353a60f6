import type { Parts } from '../containers/parts.ts'
import { xmlReader } from '../xml.ts'
import type { Relation } from './relations.ts'

/** The strings that cells refer to by number; pronunciations beside them are left out. */
export const sharedStrings = async (parts: Parts, path: string): Promise<string[]> => {
  const strings: string[] = []
  let text = ''
  let isText = false
  let beside = 0
  const reader = xmlReader({
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') beside++
      isText = name === 't' && beside === 0
    },
    close(name) {
      if (name === 'si') strings.push(unescaped(text))
      if (name === 'rPh') beside--
      isText = false
    },
    text(value) {
      if (isText) text += value
    },
  })
  for await (const piece of parts.stream(path)) reader.write(piece)
  reader.end()
  return strings
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

/** Merged cells that go over several rows: the last row of each, by its first row and column. */
export type Merges = ReadonlyMap<string, number>

const mergedRange = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)"/g
const mostMerges = 100_000

/** Merges are told after the cells, so they are looked for beforehand, as text. */
export const mergesOf = async (parts: Parts, path: string): Promise<Merges> => {
  const merges = new Map<string, number>()
  let rest = ''
  for await (const piece of parts.stream(path)) {
    const text = rest + piece.toString('latin1')
    for (const [, column = '', first, last] of text.matchAll(mergedRange)) {
      if (first !== last && merges.size < mostMerges) merges.set(`${first}:${columnNumber(column)}`, Number(last))
    }
    rest = text.slice(text.lastIndexOf('<'))
  }
  return merges
}

/** 0 for A, 26 for AA. */
export const columnNumber = (letters: string): number => {
  let number = 0
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64
  return number - 1
}

/** What people noted on cells, with the cell. */
export const commentsOf = async (parts: Parts, relations: readonly Relation[]): Promise<string[]> => {
  const threads = relations.filter(({ purpose }) => purpose === 'threadedComment')
  const notes = relations.filter(({ purpose }) => purpose === 'comments')
  const found: string[] = []
  // A thread is repeated as a note for old programs.
  for (const { path } of threads.length > 0 ? threads : notes) {
    const tree = await parts.xml(path)
    for (const name of ['comment', 'threadedComment']) {
      for (const comment of tree?.all(name) ?? []) {
        const words = (comment.find('text')?.text ?? '').replace(/\s+/g, ' ').trim()
        if (words) found.push(`${comment.getAttribute('ref') ?? ''}: ${words}`)
      }
    }
  }
  return found
}
