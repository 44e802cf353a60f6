import { existsSync, readFileSync } from 'node:fs'
import type { File } from '../../test/support/client.ts'
import { pdf } from '../../test/support/pdf.ts'
import { at } from '../project.ts'

/** Real documents that lie beside the repository, where they do. */
const realPdf = at('..', 'shared', 'data', 'documents', 'GeoTopo-komprimiert.pdf')

/** A PDF of over a hundred pages: a real one where it is at hand, else one of made-up words. */
export const longPdf = (): { file: File; isReal: boolean } => {
  if (existsSync(realPdf)) return { file: ['GeoTopo.pdf', readFileSync(realPdf)], isReal: true }
  const words = wordSource(1)
  const line = () => words(10)
  const page = () => Array.from({ length: 40 }, line)
  return { file: ['Made up.pdf', pdf(Array.from({ length: 117 }, page))], isReal: false }
}

/** Markdown of made-up words with about as many passages as asked for, in files of a thousand. */
export const markdownOf = function* (passages: number, seed = 2): Generator<File> {
  const words = wordSource(seed)
  const perFile = 1000
  for (let n = 0; n * perFile < passages; n++) {
    const sections = Array.from({ length: Math.min(perFile, passages - n * perFile) }, () => section(words))
    yield [`Notes ${n}.md`, sections.join('\n\n')]
  }
}

/** As much as one passage holds. */
const section = (words: (count: number) => string) => {
  const sentences = Array.from({ length: 10 }, () => `${words(13)}.`)
  return `## ${words(3)}\n\n${sentences.join(' ')}`
}

/** Questions of made-up words: some frequent, some rare, as people's are. */
export const questions = (count: number, seed = 3): string[] => {
  const words = wordSource(seed)
  return Array.from({ length: count }, () => words(6))
}

const syllables =
  'ba be bi bo bu da de di do du fa fe ka ke ki ko la le li lo lu ma me mi mo na ne ni no pa po ra re ri ro sa se ta te to va vo'
const vocabulary = syllables
  .split(' ')
  .flatMap((a, _, all) => all.flatMap((b) => all.slice(0, 12).map((c) => a + b + c)))

/** Words in the frequencies of natural language (Zipf), the same ones for the same seed (xorshift32). */
const wordSource = (seed: number) => {
  let state = seed * 2654435761
  const random = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  const word = () => vocabulary[Math.floor(vocabulary.length ** random()) - 1] ?? ''
  return (count: number) => Array.from({ length: count }, word).join(' ')
}
