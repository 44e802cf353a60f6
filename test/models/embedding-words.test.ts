import { expect, it } from 'vitest'
import { asPassage, asQuery } from '../../extensions/backend/src/models/embedding-words.ts'

it.each([
  ['nomic-embed-text:latest', 'search_document: fee', 'search_query: fee'],
  ['intfloat/multilingual-e5-small', 'passage: fee', 'query: fee'],
  ['mxbai-embed-large', 'fee', 'Represent this sentence for searching relevant passages: fee'],
  ['text-embedding-3-small', 'fee', 'fee'],
  ['e5-mistral-7b-instruct', 'fee', 'fee'],
])('%s sees texts as it was trained to', (model, passage, query) => {
  expect([asPassage(model, 'fee'), asQuery(model, 'fee')]).toEqual([passage, query])
})
