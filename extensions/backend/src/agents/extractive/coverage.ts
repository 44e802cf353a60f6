import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Document } from '../../shared/contract/documents.ts'
import { plainMarkdown } from '../../text/answers/answer-markdown.ts'
import type { Reading } from '../../workers/analysis-messages.ts'
import type { Tools } from '../common-tools.ts'

/** How far a task has read: which of its documents, which not and why, and which of them have pages without text. */
export type Coverage = {
  of: number
  checked: Document[]
  unchecked: { document: Document; reason: string }[]
  blank: { document: Document; blank: number; pages: number }[]
}

/** Milliseconds between two steps of progress that are stored. */
const pace = 250
/** Documents that a list of an answer names. */
const MAX_NAMED = 20

const isThisDocuments = (error: unknown): error is AppError =>
  error instanceof AppError && ['document.stuck', 'document.memory'].includes(error.code)

/** The task's documents as a folder lists them. */
export const inOrder = (documents: readonly Document[]): Document[] => {
  const path = ({ folder, name }: Document) => (folder ? `${folder}/${name}` : name)
  const { compare } = new Intl.Collator('en', { numeric: true })
  return documents.toSorted((a, b) => compare(path(a), path(b)))
}

/**
 * Reads each of the task's documents by itself, as one step that says how far it is. `read` gives nothing for a document
 * that is gone; one that cannot be worked through is named, and the others are read all the same.
 */
export const readEach = <T extends Reading>(
  { step, documents }: Pick<Tools, 'step' | 'documents'>,
  read: (document: Document) => Promise<T | undefined>,
  take: (document: Document, found: T) => void | Promise<void>,
): Promise<Coverage> =>
  step('read', words.steps.checking, async ({ update }) => {
    const all = inOrder(await documents())
    const coverage: Coverage = { of: all.length, checked: [], unchecked: [], blank: [] }
    let said = performance.now()
    for (const document of all) {
      const outcome = await readOne(document, read)
      if (typeof outcome === 'string') coverage.unchecked.push({ document, reason: outcome })
      else {
        coverage.checked.push(document)
        if (outcome.blank > 0) coverage.blank.push({ document, blank: outcome.blank, pages: outcome.pages })
        await take(document, outcome)
      }
      if (performance.now() - said < pace) continue
      said = performance.now()
      const { length } = coverage.checked
      update({ checked: length, of: all.length }, words.steps.checked(length, all.length))
    }
    return { value: coverage, title: checkedWords(coverage), detail: detailOf(coverage) }
  })

/** What was found in a document, or why it could not be read. */
const readOne = async <T>(
  document: Document,
  read: (document: Document) => Promise<T | undefined>,
): Promise<T | string> => {
  if (document.status === 'failed') return document.error ?? words.extractive.unreadable
  if (document.status !== 'ready') return words.extractive.readAgain
  try {
    return (await read(document)) ?? words.extractive.removed
  } catch (error) {
    if (isThisDocuments(error)) return error.message
    throw error
  }
}

const detailOf = ({ checked, of, unchecked }: Coverage) => ({
  checked: checked.length,
  of,
  ...(unchecked.length > 0 && { unchecked: unchecked.map(({ document }) => document.name) }),
})

const checkedWords = ({ checked, of }: Coverage) => words.steps.checked(checked.length, of)

/** What an answer says of how complete it is, as Markdown: `Checked 101 of 102 documents.`, and which not. */
export const coverageNotes = (coverage: Coverage): { sentence: string; notes: string } => {
  const { unchecked, blank } = coverage
  const notChecked = unchecked.map(({ document: { name }, reason }) =>
    reason.startsWith(name) ? reason : words.extractive.reason(name, reason),
  )
  const without = blank.map(({ document, blank, pages }) => words.extractive.blank(document.name, blank, pages))
  return {
    sentence: `${checkedWords(coverage)}.`,
    notes: [namedList(words.extractive.unchecked, notChecked), namedList(words.extractive.withoutText, without)]
      .filter(Boolean)
      .join('\n\n'),
  }
}

/** A titled list, as Markdown, of texts of documents; the first of many. Nothing for none. */
export const namedList = (title: string, items: readonly string[]): string => {
  if (items.length === 0) return ''
  const shown = items.slice(0, MAX_NAMED).map((item) => `- ${plainMarkdown(item)}`)
  const more = items.length - shown.length
  return `${title}\n\n${shown.join('\n')}${more > 0 ? `\n- ${words.extractive.more(more)}` : ''}`
}
