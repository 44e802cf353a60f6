import * as z from 'zod'
import * as words from '../../base/words/index.ts'
import { asData, othersWords } from './data.ts'
import { factsOf } from './facts.ts'
import type { Tool } from './tool.ts'

const input = z.object({
  url: z.string().trim().min(1).max(2000).describe('The whole address, with https://'),
})

export const fetchUrl: Tool<z.infer<typeof input>> = {
  ...factsOf('fetch_url'),
  repeatable: true,
  input,
  says: ({ url }) => words.tools.fetch.says(url),
  // Not the whole web: what an agent has read could go out in an address that a document asks for.
  always: ({ url }) => `fetch_url ${URL.parse(url)?.hostname ?? url}`,

  async run({ url }, { signal, progress }) {
    const { fetchText } = await import('./fetch-url/fetch-text.ts')
    progress(words.tools.fetch.running(url))
    const { from, title, text, isCut, size } = await fetchText(url, { signal })
    const note = isCut ? 'The page is longer; this is its beginning.' : ''
    return {
      text: [note, othersWords, asData('web-page', { url: from, title }, text)].filter(Boolean).join('\n\n'),
      title: words.tools.fetch.done(from),
      detail: { url, ...(from !== url && { from }), size, characters: text.length, ...(isCut && { cut: true }) },
    }
  },
}
