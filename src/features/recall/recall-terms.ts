import { html, nothing } from 'lit'
import type { RecallResult, RecallTerm } from '../../api/search.ts'
import { text } from '../../strings/index.ts'

const { recall } = text

/** What became of the words of a query: how they are looked for, and how many passages have each. */
export const queryTerms = ({ terms, phrases, excluded, filters }: RecallResult) => {
  const conditions = [
    ...(phrases.length > 0 ? [recall.phrases(quoted(phrases))] : []),
    ...(excluded.length > 0 ? [recall.excluded(quoted(excluded))] : []),
    ...(filters.length > 0 ? [recall.filters(filters.join(' '))] : []),
  ]
  return html`
    ${
      terms.length > 0
        ? html`
            <h3>${recall.terms}</h3>
            <div class="wide" tabindex="0" role="region" aria-label=${recall.terms}>
              <table class="figures">
                <thead>
                  <tr>
                    <th scope="col">${recall.termColumns.written}</th>
                    <th scope="col">${recall.termColumns.forms}</th>
                    <th scope="col" class="number">${recall.termColumns.passages}</th>
                    <th scope="col" class="number">${recall.termColumns.count}</th>
                    <th scope="col">${recall.termColumns.use}</th>
                  </tr>
                </thead>
                <tbody>
                  ${terms.map(termRow)}
                </tbody>
              </table>
            </div>
          `
        : nothing
    }
    ${conditions.map((condition) => html`<p class="condition" dir="auto">${condition}</p>`)}
  `
}

const quoted = (phrases: readonly string[]) => phrases.map((phrase) => `“${phrase}”`).join(', ')

const termRow = ({ written, forms, passages, count, use }: RecallTerm) => html`
  <tr>
    <td dir="auto">${written}</td>
    <td dir="auto"><code>${forms.join(', ')}</code></td>
    <td class="number">${text.format.number(passages)}</td>
    <td class="number">${text.format.number(count)}</td>
    <td class=${use === 'none' ? 'soft' : ''}>${passages === 0 ? recall.uses.notFound : recall.uses[use]}</td>
  </tr>
`
