/** What a model was trained to see before a text, so that questions come near to what answers them. */
type Words = { model: RegExp; passage: string; query: string }

const searching = 'Represent this sentence for searching relevant passages: '

/** From the models' own descriptions; a model that is not named here takes texts as they are. */
const known: readonly Words[] = [
  { model: /nomic-embed/i, passage: 'search_document: ', query: 'search_query: ' },
  { model: /\be5-(?!mistral)|-e5-(?!mistral)/i, passage: 'passage: ', query: 'query: ' },
  {
    model: /mxbai-embed|snowflake-arctic-embed(?!2|-[ml]-v2)|bge-(?:small|base|large)-en/i,
    passage: '',
    query: searching,
  },
  { model: /embeddinggemma/i, passage: 'title: none | text: ', query: 'task: search result | query: ' },
  {
    model: /qwen3-embedding/i,
    passage: '',
    query: 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:',
  },
]

const wordsOf = (model: string) => known.find((each) => each.model.test(model))

/** A passage as the model wants to see it. */
export const asPassage = (model: string, text: string): string => `${wordsOf(model)?.passage ?? ''}${text}`

/** A query as the model wants to see it. */
export const asQuery = (model: string, text: string): string => `${wordsOf(model)?.query ?? ''}${text}`
