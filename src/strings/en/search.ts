import { count, duration, number } from './format.ts'

/** What stands around the results of a search, and what helps to search. */
export const search = {
  passages: 'Passages',
  firstPassages: 'First passages',
  summary: (shown: number, all: number, documents: number, isPartial: boolean, took: number) => {
    const of = all > shown ? `The best ${number(shown)} of ${isPartial ? 'more than ' : ''}` : ''
    return `${of}${count(all, 'passage')} in ${count(documents, 'document')}, ${duration(took)}`
  },
  similarCount: (n: number, took: number) => `${count(n, 'passage')} in ${duration(took)}`,
  corrected: (word: string, instead: string) =>
    `Searched for “${instead}” instead of “${word}”, which stands in no document.`,
  none: (query: string) => `Nothing found for “${query}”.`,
  noneSimilar: 'Nothing in the other passages is like it.',
  matchingNames: 'Documents of that name',
  page: (n: number) => `page ${n}`,
  more: (n: number) => `${count(n, 'more passage')} of this document`,
  like: 'More like this',
  likeFor: (name: string, page: number) => `More like this passage of ${name}, page ${page}`,
  likePassage: (name: string, page: number) => `Like a passage of ${name}, page ${page}`,
  likeDocument: (name: string) => `Like ${name}`,
  likeTerms: (terms: string) => `Looked for ${terms}`,
  back: (query: string) => (query ? `Back to “${query}”` : 'Back to the library'),
  onlyHere: 'Only this document',
  found: { words: 'by its words', meaning: 'by its meaning', both: 'by words and meaning' },
  meaning: {
    late: 'The model that finds by meaning was too slow; this is what words find.',
    failed: 'The model that finds by meaning failed; this is what words find.',
  },
  recall: 'What would an agent see?',
  filters: {
    title: 'Filters',
    count: (n: number) => (n > 0 ? `Filters (${number(n)})` : 'Filters'),
    typed: 'In the query',
    remove: (filter: string) => `Remove the filter ${filter}`,
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
      'Type words: passages with any of them are found, the best first. A word that stands nowhere is taken for the nearest one that does.',
    write: 'Write',
    find: 'to find',
    rows: [
      ['"mooring fee"', 'these words next to each other'],
      ['-draft', 'nothing with this word'],
      ['type:pdf', 'PDFs only; also type:docx, type:spreadsheet, type:mail, type:code and the like'],
      ['in:"site plan.pdf"', 'only what is in this document, or in a folder of this name'],
      ['after:2024', 'documents from 2024 on'],
      ['before:2024-06-01', 'documents from before that day'],
      ['date:2024-05', 'documents from that month; also date:2023..2024, date:today, after:7d'],
      ['-type:pdf', 'everything but PDFs: a minus turns any filter round'],
    ],
    dates: "The date is the file's own; where that is not known, the day on which it was added.",
    together:
      'Several filters of one kind mean any of them, different kinds mean all. Filters alone list documents. All this works in questions to agents, too.',
  },
}

/** The test of what a search hands to an agent. */
export const recall = {
  title: 'What would an agent see?',
  about: 'The passages that an agent would be handed for these words, in order, with everything that led to it.',
  label: 'Query',
  hint: 'Type what an agent would search for…',
  back: 'Library',
  empty: 'Type a query to see which passages an agent would be handed, and why.',
  nothing: 'An agent would be handed nothing.',
  summary: (shown: number, candidates: number, took: number) =>
    `${count(shown, 'passage')} of ${count(candidates, 'candidate')}, ${duration(took)}`,
  results: 'Handed over, in this order',
  terms: 'Words of the query',
  termColumns: { written: 'Written', forms: 'Looked for as', passages: 'In passages', count: 'Times', use: 'Use' },
  uses: {
    finds: 'finds passages',
    scores: 'common: only adds to scores',
    none: 'not used',
    notFound: 'stands nowhere',
  },
  phrases: (phrases: string) => `Must stand so: ${phrases}`,
  excluded: (phrases: string) => `Must not stand: ${phrases}`,
  filters: (filters: string) => `Filters: ${filters}`,
  total: 'Score',
  parts: {
    passage: 'Words in the passage',
    document: 'Words in its document',
    adjacencyGain: 'Words side by side',
    likenessGain: 'Same letters',
  },
  partsAbout: {
    passage: 'BM25: how often the words stand in the passage, its title and its heading, rare words counting more.',
    document: 'Three quarters of the BM25 of the whole document that the passage is from.',
    adjacencyGain: 'Up to 40 % more where words that are neighbours in the query are neighbours in the passage.',
    likenessGain:
      'Up to 30 % of the best score for sequences of letters that the query and the passage share: parts of compounds, other forms of a word.',
  },
  rank: (n: number) => `${number(n)}.`,
  byWords: (rank: number) => `${number(rank)}. by words`,
  byVectors: (rank: number, similarity: string) => `${number(rank)}. by meaning (${similarity})`,
  notByWords: 'not found by words',
  notByVectors: 'not found by meaning',
  fused: (score: string) => `both together ${score}`,
  fusedAbout: 'The two orders are joined by the sum of 1 ÷ (60 + place).',
  help: 'What the bars mean',
}
