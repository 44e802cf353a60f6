import { amounts } from './amounts.ts'
import { dates } from './dates.ts'
import { emails } from './emails.ts'
import { type Entity, type Kind, withoutOverlaps } from './entity.ts'
import { ibans } from './ibans.ts'
import { identifiers } from './pattern.ts'
import { plainForm } from './plain-form.ts'
import type { ExtractRequest } from './request.ts'

type Finder = (text: string) => Entity[]

/** What a stretch of text is taken for when it could be several: the first of these. */
const order = ['url', 'email', 'iban', 'date', 'amount', 'phone'] as const
/** Kinds whose finds a phone number could be mistaken for. */
const likePhones: readonly Kind[] = ['url', 'email', 'iban', 'date']

/**
 * Finds the wanted kinds in a text, each with its range in it. What fits a pattern of the user's own is found beside
 * everything else; the others never overlap. Loads what a kind needs when it is first asked for.
 */
export const entityFinder = async ({ kinds, patterns }: ExtractRequest): Promise<Finder> => {
  const wanted = new Set(kinds)
  const finders = await Promise.all(
    order
      .filter((kind) => wanted.has(kind) || (wanted.has('phone') && likePhones.includes(kind)))
      .map((kind) => finderOf(kind)),
  )
  const own = wanted.has('identifier') ? identifiers(patterns) : () => []
  return (text) => {
    const plain = plainForm(text)
    const known = withoutOverlaps(finders.flatMap((find) => find(plain))).filter(({ kind }) => wanted.has(kind))
    return [...known, ...own(text)].sort((a, b) => a.start - b.start || a.end - b.end)
  }
}

const finderOf = async (kind: (typeof order)[number]): Promise<Finder> => {
  if (kind === 'url') return (await import('./urls.ts')).urls
  if (kind === 'phone') return (await import('./phones.ts')).phones
  return { email: emails, iban: ibans, date: dates, amount: amounts }[kind]
}
