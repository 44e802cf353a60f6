// npm run torture: breaks the packed backend in every way that is promised to do no harm, and prints what came of it.
//   --quick        a tenth of it; --minutes N: at most so long, shared out among the scenarios
//   --only NAME    one scenario (again for more); --seed N: the same chances as in that run
import { parseArgs } from 'node:util'
import { random } from '../test/support/random.ts'
import { ensurePacked } from './build/all.ts'
import { Stop, script } from './script.ts'
import { hostTarget } from './targets.ts'
import { cycles } from './torture/cycles.ts'
import { damagedDatabase } from './torture/damaged-database.ts'
import { damagedOriginals } from './torture/damaged-originals.ts'
import { fullDisk } from './torture/full-disk.ts'
import { fuzz } from './torture/fuzz.ts'
import { instances } from './torture/instances.ts'
import { kills } from './torture/kills.ts'
import { type Row, type Scenario, table } from './torture/plan.ts'
import { streams } from './torture/streams.ts'

/** Each with its part of the time, where that is limited. */
const scenarios: Record<string, { run: Scenario; part: number }> = {
  kills: { run: kills, part: 0.4 },
  fuzz: { run: fuzz, part: 0.12 },
  originals: { run: damagedOriginals, part: 0.04 },
  database: { run: damagedDatabase, part: 0.16 },
  disk: { run: fullDisk, part: 0.08 },
  instances: { run: instances, part: 0.06 },
  streams: { run: streams, part: 0.06 },
  cycles: { run: cycles, part: 0.1 },
}

const options = {
  quick: { type: 'boolean' },
  minutes: { type: 'string' },
  seed: { type: 'string' },
  only: { type: 'string', multiple: true },
} as const

/** A number that was given, which must be above 0. */
const numberOf = (text: string | undefined, name: string): number | undefined => {
  if (text === undefined || Number(text) > 0) return text === undefined ? undefined : Number(text)
  throw new Stop(`--${name} takes a number above 0, not "${text}".`, 2)
}

script(async (args) => {
  const { values } = parseArgs({ args, options })
  const target = hostTarget()
  if (target?.platform !== 'linux') throw new Stop('The torture looks into /proc: it runs on Linux.')
  const minutes = numberOf(values.minutes, 'minutes')
  const seed = numberOf(values.seed, 'seed') ?? Math.ceil(Math.random() * 2 ** 31)
  const unknown = values.only?.find((name) => !scenarios[name])
  if (unknown) throw new Stop(`There is no scenario "${unknown}". There are: ${Object.keys(scenarios).join(', ')}.`, 2)
  await ensurePacked(target)
  console.error(`Seed ${seed}: --seed ${seed} takes the same chances again.`)

  const chosen = Object.entries(scenarios).filter(([name]) => !values.only || values.only.includes(name))
  const parts = chosen.reduce((sum, [, { part }]) => sum + part, 0)
  const rows: Row[] = []
  for (const [name, { run, part }] of chosen) {
    const end = minutes === undefined ? Infinity : performance.now() + (minutes * 60_000 * part) / parts
    console.error(`Torture: ${name} …`)
    const plan = { share: values.quick ? 0.1 : 1, random: random(seed), isOver: () => performance.now() > end }
    const failed = (error: Error): Row[] => [
      { scenario: name, tried: 0, lost: 0, failed: 1, note: `it broke off: ${error.message.slice(0, 300)}` },
    ]
    rows.push(...(await run(plan).catch(failed)))
  }
  console.log(table(rows))
  return rows.some(({ lost, failed }) => lost + failed > 0) ? 1 : 0
})
