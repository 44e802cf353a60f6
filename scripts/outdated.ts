// npm run outdated: how each runtime dependency stands to its newest release; exit code 1 where one has a new major.
import { readFileSync } from 'node:fs'
import { type Release, type Row, standing, table } from './outdated/standing.ts'
import { at } from './project.ts'
import { npm } from './run-command.ts'
import { Stop, script } from './script.ts'

const atOnce = 6

/** Not `npm outdated`: that passes over releases which the Node that npm runs under is too old for. */
const newestOf = async (name: string): Promise<Release> => {
  const said = await npm(['view', name, 'dist-tags', 'time', '--json'])
  const { 'dist-tags': tags, time } = JSON.parse(said) as {
    'dist-tags': { latest: string }
    time: Record<string, string>
  }
  return { newest: tags.latest, released: time[tags.latest] ?? '' }
}

script(async () => {
  const { dependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  const waiting = Object.entries(dependencies)
  const rows: Row[] = []
  const ask = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, ours] = next
      const release = await newestOf(name).catch((error: Error) => {
        throw new Stop(`npm does not say what the newest ${name} is: ${error.message}`)
      })
      rows.push(standing(name, ours, release, Date.now()))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, ask))
  console.log(table(rows))
  return rows.some(({ note }) => note === 'new major') ? 1 : 0
})
