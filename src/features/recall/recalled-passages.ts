import { html, nothing, svg } from 'lit'
import type { RecallHit, RecallResult, Scores } from '../../api/search.ts'
import { markedText } from '../../components/marked-text.ts'
import { text } from '../../strings/index.ts'

const { recall } = text
const parts = ['passage', 'document', 'adjacencyGain', 'likenessGain'] as const

/** The passages that are handed over, each with a bar of what its score is made of; `open` shows one at its place. */
export const handedOver = ({ hits }: RecallResult, open: (index: number) => void) => {
  if (hits.length === 0) return nothing
  const best = hits.reduce((most, { scores }) => Math.max(most, sumOf(scores)), 0)
  return html`
    <ol>
      ${hits.map((hit, index) => row(hit, index, { best, open }))}
    </ol>
    ${help}
  `
}

const sumOf = (scores: Scores) => parts.reduce((sum, part) => sum + scores[part], 0)

type Drawing = { best: number; open: (index: number) => void }

const row = ({ scores, ...hit }: RecallHit, index: number, { best, open }: Drawing) => html`
  <li>
    <button class="hit" type="button" @click=${() => open(index)}>
      <span class="place">
        <span class="rank figures">${recall.rank(index + 1)}</span>
        <span class="cut name" dir="auto">${hit.documentName}</span>
        <span class="soft figures page">${text.search.page(hit.page)}</span>
        ${hit.heading ? html`<span class="soft cut" dir="auto">${hit.heading}</span>` : nothing}
      </span>
      <span class="text" dir="auto">${markedText(hit.text, hit.marks)}</span>
    </button>
    ${scores.words ? bar(scores, best) : nothing} ${ranks(scores)}
  </li>
`

/** One bar, as long as the score is against the best one; the numbers stand under it. */
const bar = (scores: Scores, best: number) => html`
  <svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
    ${parts.map((part, at) => {
      const before = parts.slice(0, at).reduce((sum, each) => sum + scores[each], 0)
      const [x, width] = [before, scores[part]].map((score) => (best > 0 ? (1000 * score) / best : 0))
      return svg`<rect class=${part} x=${x ?? 0} width=${width ?? 0} height="8"></rect>`
    })}
  </svg>
  <dl class="scores figures">
    <div class="total">
      <dt>${recall.total}</dt>
      <dd>${decimals(sumOf(scores))}</dd>
    </div>
    ${parts.map(
      (part) => html`
        <div>
          <dt><span class="key ${part}" aria-hidden="true"></span>${recall.parts[part]}</dt>
          <dd>${decimals(scores[part])}${shareOf(part, scores)}</dd>
        </div>
      `,
    )}
  </dl>
`

/** Two of the parts come from a share, which tells more than the number. */
const shareOf = (part: (typeof parts)[number], scores: Scores) => {
  if (part === 'adjacencyGain') return html` <span class="soft">(${text.format.percent(scores.adjacency)})</span>`
  if (part === 'likenessGain') return html` <span class="soft">(${text.format.percent(scores.likeness)})</span>`
  return nothing
}

/** Places by words and by meaning, where both were asked. */
const ranks = ({ words, vectors, fused }: Scores) => {
  if (fused === undefined) return nothing
  return html`
    <p class="ranks figures">
      ${words ? recall.byWords(words.rank) : recall.notByWords} ·
      ${vectors ? recall.byVectors(vectors.rank, decimals(vectors.similarity)) : recall.notByVectors} ·
      ${recall.fused(fused.toFixed(4))}
    </p>
  `
}

const decimals = (score: number) => score.toFixed(2)

const help = html`
  <section class="help">
    <h3>${recall.help}</h3>
    <dl>
      ${parts.map(
        (part) => html`
          <div>
            <dt><span class="key ${part}" aria-hidden="true"></span>${recall.parts[part]}</dt>
            <dd class="soft">${recall.partsAbout[part]}</dd>
          </div>
        `,
      )}
    </dl>
    <p class="soft">${recall.fusedAbout}</p>
  </section>
`
