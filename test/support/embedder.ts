import type { Answer } from './model-answers.ts'
import { json } from './model-answers.ts'
import { startModelServer } from './model-server.ts'

/** What texts can be about, each with words for it that have no letter in common. */
const concepts = [
  /\b(fees?|price|costs?|charges?|pay|euros?)\b/gi,
  /\b(moorings?|berths?|anchorage)\b/gi,
  /\b(radio|wireless|transmitter)\b/gi,
  /\b(dogs?|hounds?|pets?)\b/gi,
]

/** A vector that points to what the text is about: texts without a word in common may be near. */
export const meaningOf = (text: string, dimensions: number): number[] => {
  const counts = concepts.map((concept) => text.match(concept)?.length ?? 0)
  return Array.from({ length: dimensions }, (_, index) => (index === dimensions - 1 ? 0.2 : (counts[index] ?? 0)))
}

/** A model server whose vectors stand for meanings; `answer` takes the place of its next ones while it is set. */
export const startEmbedder = async ({ dimensions = 8 } = {}) => {
  const script: { dimensions: number; answer: Answer | undefined } = { dimensions, answer: undefined }
  const embeddings: Answer = (request, response) => {
    if (script.answer) return script.answer(request, response)
    const data = [request.body.input ?? []].flat().map((text, index) => ({
      index,
      embedding: meaningOf(text, script.dimensions),
    }))
    return json({ data, usage: { prompt_tokens: 1, total_tokens: 1 } })(request, response)
  }
  const server = await startModelServer({ routes: { 'POST /v1/embeddings': embeddings } })
  return {
    baseUrl: server.baseUrl,
    script,
    /** All texts that it was sent, in order. */
    texts: (): string[] => server.requests.flatMap(({ body }) => [body.input ?? []].flat()),
    requests: server.requests,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
export type Embedder = Awaited<ReturnType<typeof startEmbedder>>
