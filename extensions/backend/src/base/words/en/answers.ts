export const answers = {
  nothing: 'The documents don’t answer this. Try other words, or add a document that says more about it.',

  /** How an answer was made, and how its citations match their pages, where it is saved as a file. */
  exported: {
    extractive: 'Exact quotes from the documents, no AI model used',
    model: 'Written by a model',
    matches: { exact: 'exact match', near: 'close match', unverified: 'not found on the page' },
    noQuote: 'cited without a quote',
    unsourced: 'Quotations not found in the sources',
    sources: 'Sources',
    source: (name: string, page: number) => `${name}, page ${page}`,
    columns: ['Number', 'Document', 'Page', 'Quote', 'Match', 'Start', 'End'],
  },
}
