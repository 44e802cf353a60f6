import { html, nothing } from 'lit'
import { writeFilter } from '../../../extensions/backend/src/shared/filter-syntax.ts'
import type { Hit } from '../../api/search.ts'
import { icon } from '../../components/icon.ts'
import { markedText } from '../../components/marked-text.ts'
import type { Target } from '../../state/evidence.ts'
import { hrefTo } from '../../state/route.ts'
import { text } from '../../strings/index.ts'
import { type HitGroup, snippetStart } from './hit-groups.ts'
import { hasFilter } from './query-filters.ts'

/** Hits of a document that are shown at first. */
const MAX_SHOWN = 3

type Options = {
  /** What was searched for; its links lead back to it. */
  query: string
  isWhole: boolean
  /** Another document is called the same. */
  isShared: boolean
  /** Says of each hit whether words or meaning found it. */
  showsFound?: boolean
  onWhole: () => void
  onOpen: (hit: Hit) => void
  onOnly: (filter: string) => void
}

/** One document with its hits: page, heading and the passage with the found words marked. */
export const documentHits = (group: HitGroup, options: Options) => {
  const { documentId, documentName, folder, hits } = group
  const shown = options.isWhole ? hits : hits.slice(0, MAX_SHOWN)
  const rest = hits.length - shown.length
  const value = folder && options.isShared ? `${folder}/${documentName}` : documentName
  const only = writeFilter({ name: 'in', value })
  return html`
    <li class="group">
      <div class="document">
        <h4 class="cut">
          <a class="stop" href=${hrefTo('library', documentId)} title=${documentName}>
            <span class="small soft">${icon('fileText')}</span>
            <span class="cut" dir="auto">${documentName}</span>
          </a>
        </h4>
        ${folder ? html`<span class="folder soft cut" dir="auto">${folder}</span>` : nothing}
        ${
          hasFilter(options.query, only)
            ? nothing
            : html`<button class="link only" type="button" @click=${() => options.onOnly(only)}>
                ${text.search.onlyHere}
              </button>`
        }
      </div>
      <ul>
        ${shown.map((hit) => hitRow(hit, options))}
      </ul>
      ${
        rest > 0
          ? html`<button class="stop more" type="button" @click=${options.onWhole}>${text.search.more(rest)}</button>`
          : nothing
      }
    </li>
  `
}

const hitRow = (hit: Hit, { query, showsFound = false, onOpen }: Options) => {
  const from = snippetStart(hit)
  const marks = hit.marks.map(([start, end]) => [start - from, end - from] as const)
  const like = hrefTo('library', undefined, { q: query, like: `p.${hit.passageId}` })
  return html`
    <li class="passage">
      <button class="stop hit" type="button" @click=${() => onOpen(hit)}>
        <span class="place soft">
          <span class="figures page">${text.search.page(hit.page)}</span>
          ${hit.heading ? html`<span class="cut" dir="auto">${hit.heading}</span>` : nothing}
          ${showsFound ? html`<span class="by">${text.search.found[hit.found]}</span>` : nothing}
        </span>
        <span class="snippet" dir="auto">${from > 0 ? '… ' : ''}${markedText(hit.text.slice(from), marks)}</span>
      </button>
      <a class="like" href=${like} aria-label=${text.search.likeFor(hit.documentName, hit.page)}>${text.search.like}</a>
    </li>
  `
}

/** Where a hit stands, for the evidence panel. */
export const placeOf = ({ documentId, documentName, page, passageId, start, end }: Hit): Target => ({
  documentId,
  documentName,
  page,
  passageId,
  range: { start, end },
})
