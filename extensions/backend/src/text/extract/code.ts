import type { Format, Heading } from './format.ts'
import { readText } from './read-text.ts'
import { sections } from './sections.ts'

const modifiers =
  'export|default|declare|abstract|async|public|private|protected|internal|static|final|sealed|partial|open|data|inline|unsafe|extern|pub(?:\\([^)]*\\))?|override|virtual'
const kinds =
  'function\\*?|class|interface|enum|struct|trait|impl|namespace|module|package|def|func|fn|fun|sub|proc|procedure|type|object|record|protocol|extension|mod|macro_rules!|message|service|rpc|defmodule|table|view|trigger'

/** Lines without indentation that begin something with a name, in most languages; the name is the first group. */
const definitions = [
  new RegExp(`^(?:(?:${modifiers})\\s+)*(?:${kinds})\\s+(?:<[^>]*>\\s*)?((?:\\([^)]*\\)\\s*)?[\\w$.:'-]+)`, 'i'),
  /^(?:export\s+)?(?:const|let|var)\s+([\w$]+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function\b|\(|<|[\w$]+\s*=>)/,
  /^create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?(?:table|view|function|procedure|trigger|index)\s+(?:if\s+not\s+exists\s+)?([\w."`[\]]+)/i,
  /^\\(?:part|chapter|(?:sub)*section)\*?\{([^}]+)\}/,
  /^(?:[\w$<>[\],&*:~]+\s+)+\*?([\w$:~]+)\s*\([^;]*$/,
]
const notDefinitions =
  /^(?:return|if|else|for|while|switch|case|do|try|catch|throw|new|using|import|from|use|include|require)\b/

/** A definition shorter than this goes with what stands before it. */
const least = 240
const longestName = 80

/** Source code: the text as it is, with a heading for each definition that is worth one, where sections begin too. */
export const code: Format = {
  async open(bytes, name) {
    const { text, warnings } = readText(bytes, name)
    return { warnings, pages: sections({ text, headings: headingsOf(text) }) }
  },
}

const headingsOf = (text: string): Heading[] => {
  const found: Heading[] = []
  for (const { start, line } of topLevelLines(text)) {
    const words = signatureOf(line)
    if (words) found.push({ start: beforeComment(text, start), level: 1, text: words })
  }
  return found.filter(({ start }, at) => (found[at + 1]?.start ?? text.length) - start >= least)
}

function* topLevelLines(text: string): Generator<{ start: number; line: string }> {
  for (const match of text.matchAll(/^[\p{L}_$\\].*$/gmu)) {
    if (match[0].length <= 400) yield { start: match.index, line: match[0] }
  }
}

/** The line up to the name that it defines; undefined when it defines none. */
const signatureOf = (line: string): string | undefined => {
  if (notDefinitions.test(line)) return undefined
  for (const pattern of definitions) {
    const name = pattern.exec(line)?.[1]
    if (name && name.length <= longestName) return line.slice(0, line.indexOf(name) + name.length)
  }
  return undefined
}

/** Where the comments, attributes and decorators right above a definition begin: they belong to it. */
const beforeComment = (text: string, start: number): number => {
  let at = start
  for (;;) {
    const lineStart = text.lastIndexOf('\n', at - 2) + 1
    const line = text.slice(lineStart, at)
    if (lineStart >= at || !/^\s*(?:\/\/|\/\*|\*|#(?!include|define|if|endif|else)|--|@|\[|"""|;;|%)/.test(line))
      return at
    at = lineStart
  }
}
