import { count, duration, number } from './format.ts'

/** What is shown around the results of a search, and what helps to search. */
export const search = {
  passages: 'Passages',
  firstPassages: 'First passages',
  summary: (shown: number, all: number, documents: number, isPartial: boolean, took: number) => {
    const of = all > shown ? `Top ${number(shown)} of ${isPartial ? 'more than ' : ''}` : ''
    return `${of}${count(all, 'passage')} in ${count(documents, 'document')}, ${duration(took)}`
  },
  similarCount: (n: number, took: number) => `${count(n, 'similar passage')}, ${duration(took)}`,
  corrected: (word: string, instead: string) => `Showing results for “${instead}”. “${word}” isn’t in any document.`,
  none: (query: string) => `No results for “${query}”.`,
  noneSimilar: 'No similar passages found.',
  matchingNames: 'Documents with that name',
  page: (n: number) => `page ${n}`,
  more: (n: number) => `${count(n, 'more passage')} from this document`,
  like: 'More like this',
  likeFor: (name: string, page: number) => `More like this: ${name}, page ${page}`,
  likePassage: (name: string, page: number) => `Similar to a passage in ${name}, page ${page}`,
  likeDocument: (name: string) => `Similar to ${name}`,
  likeTerms: (terms: string) => `Searched for: ${terms}`,
  back: (query: string) => (query ? `Back to “${query}”` : 'Back to the library'),
  onlyHere: 'Only this document',
  found: { words: 'found by words', meaning: 'found by meaning', both: 'found by words and meaning' },
  meaning: {
    late: 'The embedding model was too slow. These results match words only.',
    failed: 'The embedding model failed. These results match words only.',
  },
  recall: 'Preview what agents would see',
  filters: {
    title: 'Filters',
    count: (n: number) => (n > 0 ? `Filters (${number(n)})` : 'Filters'),
    typed: 'In the query',
    remove: (filter: string) => `Remove filter ${filter}`,
    types: 'Type',
    folders: 'Folder',
    dates: 'Date',
    names: 'Document',
    documents: (n: number) => count(n, 'document'),
    passages: (n: number) => count(n, 'passage'),
    ages: { 'after:today': 'Today', 'after:7d': 'Last 7 days', 'after:30d': 'Last 30 days', 'after:365d': 'Last year' },
  },
  help: {
    title: 'How to search',
    about:
      'Type words to find passages with any of them, best matches first. A word that isn’t in your documents is replaced by the closest one that is.',
    write: 'Type',
    find: 'to find',
    rows: [
      ['"mooring fee"', 'these words next to each other'],
      ['-draft', 'nothing that contains this word'],
      ['type:pdf', 'PDFs only; also type:docx, type:spreadsheet, type:mail, type:code and others'],
      ['in:"site plan.pdf"', 'only this document, or documents in a folder with this name'],
      ['after:2024', 'documents from 2024 or later'],
      ['before:2024-06-01', 'documents from before that day'],
      ['date:2024-05', 'documents from that month; also date:2023..2024, date:today, after:7d'],
      ['-type:pdf', 'everything except PDFs: a minus sign reverses any filter'],
    ],
    dates: 'The date is the file’s own date or, if that isn’t known, the day it was added.',
    together:
      'Filters of the same kind match any of them; filters of different kinds must all match. Filters alone list documents. All of this also works in questions to agents.',
  },
}

/** The test of what a search hands to an agent. */
export const recall = {
  title: 'Preview what agents would see',
  about: 'The passages an agent would get for a query, in order, and how each one was scored.',
  label: 'Query',
  hint: 'Type what an agent would search for…',
  back: 'Library',
  empty: 'Type a query to see which passages an agent would get, and why.',
  nothing: 'An agent would get no passages.',
  summary: (shown: number, candidates: number, took: number) =>
    `${count(shown, 'passage')} of ${count(candidates, 'candidate')}, ${duration(took)}`,
  results: 'What the agent gets, in order',
  terms: 'Query words',
  termColumns: { written: 'Word', forms: 'Searched as', passages: 'Passages', count: 'Occurrences', use: 'Use' },
  uses: {
    finds: 'finds passages',
    scores: 'common: only adds to scores',
    none: 'not used',
    notFound: 'not found',
  },
  phrases: (phrases: string) => `Must contain: ${phrases}`,
  excluded: (phrases: string) => `Must not contain: ${phrases}`,
  filters: (filters: string) => `Filters: ${filters}`,
  total: 'Score',
  parts: {
    passage: 'Words in the passage',
    document: 'Words in its document',
    adjacencyGain: 'Words side by side',
    likenessGain: 'Shared letter sequences',
  },
  partsAbout: {
    passage: 'BM25: how often the words appear in the passage, its title and its heading. Rare words count more.',
    document: 'Three quarters of the BM25 score of the passage’s whole document.',
    adjacencyGain:
      'Up to 40% more where words that are next to each other in the query are also next to each other in the passage.',
    likenessGain:
      'Up to 30% of the best score for letter sequences that the query and the passage share: parts of compound words, other forms of a word.',
  },
  rank: (n: number) => `${number(n)}.`,
  byWords: (rank: number) => `no. ${number(rank)} by words`,
  byVectors: (rank: number, similarity: string) => `no. ${number(rank)} by meaning (${similarity})`,
  notByWords: 'not found by words',
  notByVectors: 'not found by meaning',
  fused: (score: string) => `combined ${score}`,
  fusedAbout: 'The two rankings are combined by the sum of 1 ÷ (60 + rank).',
  help: 'What the bars mean',
}
