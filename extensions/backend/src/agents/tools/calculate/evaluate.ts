import { create, type MathNode, parseDependencies } from 'mathjs/number'
import { AppError, fail } from '../../../base/errors.ts'
import * as words from '../../../base/words/index.ts'

// Only the parser is taken: what is not in the tables below can be written, but not be worked out.
const { parse } = create({ parseDependencies: parseDependencies ?? {} })

type Arithmetic = (...values: number[]) => number

const sum: Arithmetic = (...values) => values.reduce((total, value) => total + value, 0)

const operators: Readonly<Record<string, Arithmetic>> = {
  add: (a = 0, b = 0) => a + b,
  subtract: (a = 0, b = 0) => a - b,
  multiply: (a = 1, b = 1) => a * b,
  divide: (a = 0, b = 1) => a / b,
  pow: (a = 0, b = 1) => a ** b,
  mod: (a = 0, b = 1) => a - b * Math.floor(a / b),
  unaryMinus: (a = 0) => -a,
  unaryPlus: (a = 0) => a,
}

const functions: Readonly<Record<string, Arithmetic>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  exp: Math.exp,
  floor: Math.floor,
  log: (value = 0, base = Math.E) => Math.log(value) / Math.log(base),
  log10: Math.log10,
  log2: Math.log2,
  max: Math.max,
  mean: (...values) => sum(...values) / values.length,
  min: Math.min,
  round: (value = 0, digits = 0) => Number(`${Math.round(Number(`${clean(value)}e${digits}`))}e${-digits}`),
  sqrt: Math.sqrt,
  sum,
}

const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E }

const known = [...Object.keys(constants), ...Object.keys(functions)]

/** Digits that a double holds for certain after some arithmetic: 0.1 + 0.2 is 0.3. */
const digits = 14

/**
 * The value of an arithmetic expression, to 14 digits. mathjs parses it; nothing in it is run as code.
 * @throws AppError `expression.invalid`
 */
export const evaluate = (expression: string): number => {
  const value = clean(work(parsed(expression) as unknown as Node))
  if (!Number.isFinite(value)) fail('expression.invalid', words.tools.calculate.infinite(expression))
  return value
}

const clean = (value: number) => Number(value.toPrecision(digits))

const parsed = (expression: string): MathNode => {
  try {
    return parse(expression)
  } catch (cause) {
    throw new AppError('expression.invalid', words.tools.calculate.unreadable((cause as Error).message), { cause })
  }
}

/** What the nodes of mathjs have in common, as far as it is looked at. */
type Node = { type: string; value?: unknown; name?: string; fn?: unknown; args?: Node[]; content?: Node }

const work = ({ type, value, name = '', fn, args = [], content }: Node): number => {
  if (type === 'ConstantNode' && typeof value === 'number') return value
  if (type === 'ParenthesisNode' && content) return work(content)
  if (type === 'SymbolNode') return own(constants, name) ?? unknown(name)
  if (type === 'OperatorNode') return (own(operators, String(fn)) ?? unknown(String(fn)))(...args.map(work))
  if (type !== 'FunctionNode') return unknown(type.replace(/Node$/, '').toLowerCase())
  const called = (fn as Node).name ?? ''
  if (args.length === 0) unknown(`${called}()`)
  return (own(functions, called) ?? unknown(called))(...args.map(work))
}

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

const unknown = (what: string): never => fail('expression.invalid', words.tools.calculate.unknown(what, known))
