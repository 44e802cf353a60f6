import { LinkifyIt } from 'linkify-it'
import type { Entity } from './entity.ts'

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: false, urlAuth: true, maxLength: 2000 })

/** A letter that a URL may follow without a space, in scripts that have none. */
const denseBefore = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}](?=https?:\/\/|www\.)/giu

/**
 * Web addresses: with `http://`, `https://`, `ftp://`, or beginning with `www.`. Other names with a dot are left out:
 * `report.md` and `index.ts` are names of files more often than of sites.
 */
export const urls = (text: string): Entity[] =>
  (linkify.match(text.replace(denseBefore, ' ')) ?? [])
    .filter(({ schema, raw }) => /^(?:https?|ftp):$/i.test(schema) || /^www\./i.test(raw))
    .filter(({ url }) => URL.canParse(url))
    .map(({ index, lastIndex, url }) => ({ kind: 'url', start: index, end: lastIndex, value: new URL(url).href }))
