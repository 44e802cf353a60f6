import { pick } from './plan.ts'

/** As much of JSON Schema as the contract uses. */
export type Schema = {
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  minimum?: number
  maximum?: number
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

type Chances = { random: () => number; known: readonly string[] }

const oddities: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  0,
  -1,
  0.5,
  1e308,
  2 ** 53,
  [],
  [[]],
  {},
  'x'.repeat(5000),
  '\u0000',
  '\ud800',
  '😀👩‍👩‍👧',
  '../../etc/passwd',
  "' OR 1=1 --",
  '"; DROP TABLE document; --',
  '<img src=x onerror=alert(1)>',
  '%00%ff',
  'NaN',
  '-rf',
  'AND OR NOT NEAR(',
  '"unclosed',
  'before:2024-99-99',
  'http://127.0.0.1:9/',
  '2024-05-31T12:00:00Z',
  '01900000-0000-7000-8000-000000000001',
]

/** Something that nobody reckons with. */
export const junk = (random: () => number): unknown => pick(random, oddities)

/** A value that fits the schema, or, every now and then somewhere in it, one that does not. */
export const fitting = (schema: Schema, chances: Chances): unknown => {
  const { random, known } = chances
  if (random() < 0.08) return junk(random)
  if ('const' in schema) return schema.const
  if (schema.enum) return pick(random, schema.enum)
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices) return fitting(pick(random, choices), chances)
  const type = Array.isArray(schema.type) ? pick(random, schema.type) : schema.type
  if (type === 'string') return random() < 0.5 || schema.format === 'uuid' ? pick(random, known) : text(random)
  if (type === 'integer' || type === 'number') return number(schema, random)
  if (type === 'boolean') return random() < 0.5
  if (type === 'null') return null
  if (type === 'array')
    return Array.from({ length: Math.floor(random() * 4) }, () => fitting(schema.items ?? {}, chances))
  if (type !== 'object') return junk(random)
  const object: Record<string, unknown> = {}
  for (const [name, of] of Object.entries(schema.properties ?? {})) {
    const isRequired = schema.required?.includes(name)
    if (random() < (isRequired ? 0.95 : 0.5)) object[name] = fitting(of, chances)
  }
  if (random() < 0.05) object[String(junk(random))] = junk(random)
  return object
}

const text = (random: () => number) =>
  pick(random, ['What is the fee?', 'fee', 'Harbour', 'type:pdf fee', 'a', 'http://127.0.0.1:9/v1', '0 9 * * *', 'UTC'])

const number = ({ minimum = -10, maximum = 1000 }: Schema, random: () => number): number =>
  pick(random, [
    minimum,
    maximum,
    minimum - 1,
    maximum + 1,
    Math.round(minimum + random() * Math.min(maximum - minimum, 50)),
  ])
