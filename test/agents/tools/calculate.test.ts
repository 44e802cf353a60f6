import { expect, it } from 'vitest'
import { call, emptyContext } from './context.ts'

const { context } = emptyContext()
const calculated = async (expression: string) => (await call('calculate', { expression }, context)).detail?.value

it.each([
  ['1 + 2 * 3', 7],
  ['(1200 * 1.19 - 35) / 12', 116.08333333333],
  ['0.1 + 0.2', 0.3],
  ['2 ^ 10', 1024],
  ['-2 ^ 2', -4],
  ['2 ^ 3 ^ 2', 512],
  ['-7 % 3', 2],
  ['250 * 19%', 47.5],
  ['2 pi', 6.2831853071796],
  ['sqrt(3)', 1.7320508075689],
  ['round(2.675, 2)', 2.68],
  ['round(1234, -2)', 1200],
  ['sum(1.10, 2.20, 3.30)', 6.6],
  ['mean(1, 2, 6)', 3],
  ['max(3, 9, 4) - min(3, 9, 4)', 6],
  ['log(8, 2)', 3],
  ['1e3 / 8', 125],
])('%s is %s', async (expression, value) => {
  expect(await calculated(expression)).toBe(value)
})

it.each([
  '1 / 0',
  'sqrt(-1)',
  '9 ^ 9 ^ 9 ^ 9',
  '1,200 + 3',
  '€1200',
  '1 +',
  'x + 1',
  'x = 3',
  'f(x) = x',
  'sum()',
  'sum([1, 2])',
  '1:1e9',
  '"a"',
  'true',
  '{a: 1}.a',
  '1 m to cm',
  '1; 2',
  'import({})',
  'evaluate("1")',
  'sqrt.constructor("return 1")()',
  'constructor(1)',
  '__proto__',
  'toString(1)',
  'abs["constructor"]',
  '5!',
  'zeros(1000000000)',
])('refuses %s, saying what can be written', async (expression) => {
  await expect(calculated(expression)).rejects.toMatchObject({ code: 'expression.invalid' })
})

it('refuses what is too long, or nested without end', async () => {
  await expect(calculated('1+'.repeat(600))).rejects.toThrow()
  const nested = (depth: number) => `${'('.repeat(depth)}1${')'.repeat(depth)}`
  await expect(calculated(nested(50))).resolves.toBe(1)
  await expect(calculated(nested(499))).rejects.toMatchObject({ code: 'expression.invalid' })
})
