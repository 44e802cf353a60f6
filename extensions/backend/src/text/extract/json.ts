import * as words from '../../base/words/index.ts'
import type { Extraction, Format, Heading } from './format.ts'
import { extensionOf } from './formats.ts'
import { readText } from './read-text.ts'
import { sections } from './sections.ts'

/** Deeper than data nests on purpose; below it the value is written as it stands. */
const deepest = 100
/** Values of a record that fit on one line. */
const widest = 900

/** Data as lines of `path: value`; records of plain values stand on one line, and what is named at the top is a heading. */
export const json = {
  async open(bytes: Uint8Array, name: string): Promise<Extraction> {
    const { text, warnings } = readText(bytes, name)
    const isLines = ['jsonl', 'ndjson'].includes(extensionOf(name))
    const value = isLines ? undefined : parse(text)
    const records = value === undefined ? parseLines(text) : undefined
    if (value === undefined && !records) {
      warnings.push(words.warnings.notJson)
      return { warnings, pages: sections({ text, headings: [] }) }
    }
    const flow = new JsonText()
    if (records) flow.list('', records, 0)
    else flow.top(value)
    return { warnings, pages: sections(flow) }
  },
} satisfies Format

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** One value a line; undefined when a line is none, or when there is one line only. */
const parseLines = (text: string): unknown[] | undefined => {
  const lines = text.split('\n').filter((line) => line.trim())
  if (lines.length < 2 || !/^\s*[[{]/.test(lines[0] as string)) return undefined
  const values = lines.map(parse)
  return values.includes(undefined) ? undefined : values
}

class JsonText {
  text = ''
  headings: Heading[] = []

  /** Plain values at the top first, then what has more below it, each under a heading. */
  top(value: unknown): void {
    if (!isRecord(value)) {
      this.value('', value, 0)
      return
    }
    const entries = Object.entries(value)
    for (const [key, below] of entries) if (!isContainer(below)) this.value(key, below, 1)
    for (const [key, below] of entries) {
      if (!isContainer(below)) continue
      this.heading(key)
      this.value(key, below, 1)
    }
  }

  value(path: string, value: unknown, depth: number): void {
    if (!isContainer(value)) this.line(path, textOf(value))
    else if (depth > deepest) this.line(path, JSON.stringify(value))
    else if (Array.isArray(value)) this.list(path, value, depth)
    else this.record(path, value, depth)
  }

  record(path: string, value: Record<string, unknown>, depth: number): void {
    const entries = Object.entries(value)
    const line = depth > 1 ? recordLine(entries) : undefined
    if (line !== undefined) this.line(path, line)
    else for (const [key, below] of entries) this.value(path ? `${path}.${key}` : key, below, depth + 1)
  }

  list(path: string, values: readonly unknown[], depth: number): void {
    const line = listLine(values)
    if (line !== undefined) {
      this.line(path, line)
      return
    }
    for (const [at, value] of values.entries()) {
      const record = isRecord(value) ? recordLine(Object.entries(value)) : undefined
      if (record !== undefined) this.line(`${path}[${at}]`, record)
      else this.value(`${path}[${at}]`, value, depth + 1)
    }
  }

  heading(key: string): void {
    const words = key.replace(/\s+/g, ' ').trim()
    if (!words) return
    this.text += this.text ? '\n' : ''
    this.headings.push({ start: this.text.length, level: 1, text: words })
    this.text += `${words}\n`
  }

  line(path: string, value: string): void {
    const item = `${path ? `${path}: ` : ''}${value}`
    // An item's mark keeps the line apart from the next one.
    this.text += item.includes(' | ') ? `${item}\n` : `• ${item}\n`
  }
}

type Container = unknown[] | Record<string, unknown>

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null
const isRecord = (value: unknown): value is Record<string, unknown> => isContainer(value) && !Array.isArray(value)

/** A record of plain values as one line; undefined when it has more than those, or too many. */
const recordLine = (entries: readonly [string, unknown][]): string | undefined => {
  if (entries.length === 0 || entries.some(([, value]) => isContainer(value))) return undefined
  const line = entries.map(([key, value]) => `${key}: ${textOf(value)}`).join(' | ')
  return line.length <= widest ? line : undefined
}

/** A list of plain values as one line; undefined when it has more than those, or too many. */
const listLine = (values: readonly unknown[]): string | undefined => {
  if (values.length === 0 || values.some(isContainer)) return undefined
  const line = values.map(textOf).join(', ')
  return line.length <= widest ? line : undefined
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.replace(/\s*\n\s*/g, ' ').trim() : String(value)
