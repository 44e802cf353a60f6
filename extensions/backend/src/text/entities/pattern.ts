import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Entity } from './entity.ts'

/**
 * What identifiers look like, as a person wrote it:
 * - an example, `AB-1234`: a letter stands for any letter of its case, a digit for any digit, the rest for itself
 * - a mask, `AB-####`: # is a digit, ? a letter or digit, * a run of these, the rest itself
 * - a regular expression, `/AB-\d{4}/i`
 * Examples and masks take time in proportion to the text. A regular expression may take for ever, so it runs only in
 * a thread that is ended when it does.
 */
export type Pattern = { kind: 'example' | 'mask' | 'expression'; written: string }

/** Characters that a pattern may have. */
const longestPattern = 200
/** Characters of the longest identifier. */
const longestFind = 200
/** Matches on one page that a person may have meant. */
const mostOnPage = 10_000

/** @throws AppError `pattern.invalid` what is wrong with it */
export const checkPattern = (pattern: Pattern): Pattern => {
  compile(pattern)
  return pattern
}

/** Finds what looks like one of `patterns`. */
export const identifiers = (patterns: readonly Pattern[]) => {
  const compiled = patterns.map(compile)
  return (text: string): Entity[] =>
    compiled.flatMap((expression) => {
      const found: Entity[] = []
      for (const match of text.matchAll(expression)) {
        const { length } = match[0]
        if (length === 0 || length > longestFind) continue
        found.push({ kind: 'identifier', start: match.index, end: match.index + length, value: match[0] })
        if (found.length >= mostOnPage) break
      }
      return found
    })
}

const compile = (pattern: Pattern): RegExp => {
  if (pattern.written.length > longestPattern) {
    return fail('pattern.invalid', words.patterns.tooLong(longestPattern))
  }
  return pattern.kind === 'expression' ? compileExpression(pattern.written) : compileShape(pattern)
}

const compileExpression = (written: string): RegExp => {
  const [, source = written, flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(written) ?? []
  if (/[^imsu]/.test(flags)) {
    fail('pattern.invalid', words.patterns.badFlags(written))
  }
  // Many an expression that was written without the flag u is none with it.
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(source, `g${flags.replace('u', '')}${unicode}`)
    } catch (error) {
      if (unicode === '') return fail('pattern.invalid', words.patterns.badExpression(written, reason(error)))
    }
  }
  return fail('pattern.invalid', words.patterns.badExpression(written))
}

const reason = (error: unknown) => (error instanceof Error ? error.message.replace(/^.*: /s, '') : String(error))

/** Neither begins nor ends inside of a longer word or number, as `AB-12` is not found in `AB-12-3`. */
const before = String.raw`(?<![\p{L}\p{N}_]|[\p{L}\p{N}][-/.])`
const after = String.raw`(?![\p{L}\p{N}_]|[-/.][\p{L}\p{N}])`

const compileShape = ({ kind, written }: Pattern): RegExp => {
  const classOf = kind === 'example' ? exampleClass : maskClass
  return new RegExp(before + [...written].map(classOf).join('') + after, 'gu')
}

const exampleClass = (character: string) => {
  if (/\p{Nd}/u.test(character)) return '\\p{Nd}'
  if (/\p{Lu}/u.test(character)) return '\\p{Lu}'
  if (/\p{Ll}/u.test(character)) return '\\p{Ll}'
  if (/\p{L}/u.test(character)) return '\\p{L}'
  return literal(character)
}

const maskClass = (character: string) => {
  if (character === '#') return '\\p{Nd}'
  if (character === '?') return '[\\p{L}\\p{N}]'
  if (character === '*') return '[\\p{L}\\p{N}]{1,64}'
  return literal(character)
}

const literal = (character: string) => (/\s/.test(character) ? '\\s' : character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'))
