// npm run bench: what AIOS costs, packed, against a bare Hono server that is packed the same way. Medians of ten runs.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { backends, startBackend } from '../test/support/backend.ts'
import type { File } from '../test/support/client.ts'
import { packBare } from './bench/bare.ts'
import { longPdf, markdownOf } from './bench/corpus.ts'
import { latenciesUntil, timeIndexing } from './bench/indexing.ts'
import { memoryOf } from './bench/memory.ts'
import { timeSearch } from './bench/search.ts'
import { timeConnected, timeStart } from './bench/start.ts'
import { median, percentile, repeat } from './bench/statistics.ts'
import { type Row, table } from './bench/table.ts'
import { timeScans } from './bench/vectors.ts'
import { ensurePacked } from './build/all.ts'
import { packageContents } from './package/contents.ts'
import { writeZip } from './package/zip.ts'
import { dist } from './project.ts'
import { Stop, script } from './script.ts'
import { coreFor } from './start/core.ts'
import { ensureResources } from './start/resources.ts'
import { hostTarget, type Target } from './targets.ts'

const rounds = 10
const rest = 5000

const startRows = async (target: Target): Promise<Row[]> => {
  const bare = await packBare(target)
  const pairs = await repeat(rounds, async () => ({
    bare: await timeStart([bare], { rest }),
    aios: await timeStart([...backends.packed, 'serve'], { rest }),
  }))
  const connected = await repeat(rounds, timeConnected)
  const of = (value: (start: (typeof pairs)[number]['aios']) => number) => ({
    value: median(pairs.map((pair) => value(pair.aios))),
    bare: median(pairs.map((pair) => value(pair.bare))),
  })
  return [
    { name: 'start: listening', unit: 'ms', ...of((start) => start.listening), reach: { below: 1.5, ratio: true } },
    { name: 'start: /health answered', unit: 'ms', ...of((start) => start.healthy) },
    { name: 'start: connected to the window', unit: 'ms', value: median(connected) },
    { name: 'idle: private memory, both processes', unit: 'MB', ...of(({ memory }) => memory.private / 1e6) },
    {
      name: 'idle: memory, shared counted once',
      unit: 'MB',
      ...of(({ memory }) => (memory.private + memory.shared) / 1e6),
      reach: { below: 110 },
    },
  ]
}

const sizeRow = async (target: Target): Promise<Row> => {
  const core = coreFor(target)
  await ensureResources()
  const path = join(dist, 'cache', 'bench.zip')
  // Without a core at hand the licence file stands for it; the name says so.
  const contents = await packageContents(target, core ?? join(dist, '..', 'LICENSE'))
  await writeZip(path, contents)
  const name = core ? 'ZIP' : 'ZIP without the core (about 1.1 MB)'
  return { name, unit: 'MB', value: statSync(path).size / 1e6, reach: { below: 45 } }
}

const indexRows = async (): Promise<Row[]> => {
  const { file, isReal } = longPdf()
  await using backend = await startBackend({ command: backends.packed })
  const latencies: number[] = []
  const runs = await repeat(rounds, async (round) => {
    const indexing = timeIndexing(backend, [anew(file, round)])
    latencies.push(...(await latenciesUntil(backend, indexing)))
    return indexing
  })
  const rate = (of: (run: (typeof runs)[number]) => number) =>
    median(runs.map((run) => of(run) / (run.milliseconds / 1000)))
  const what = `index: PDF of ${runs[0]?.pages} pages${isReal ? '' : ' (made up)'}`
  return [
    { name: what, unit: 'pages/s', value: rate(({ pages }) => pages) },
    { name: what, unit: 'MB/s', value: rate(({ bytes }) => bytes / 1e6) },
    { name: 'HTTP while indexing: p99', unit: 'ms', value: percentile(latencies, 0.99), reach: { below: 50 } },
  ]
}

/** The same PDF in other bytes: those that were read before are not read again. */
const anew = ([name, content]: File, round: number): File => [
  name,
  Buffer.concat([Buffer.from(content), Buffer.from(`\n% ${round}\n`)]),
]

/** Passages, and what a search in so many may take at most (p95, milliseconds). */
type Size = { passages: number; below: number }

const searchRows = async ({ passages, below }: Size): Promise<Row[]> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'aios-bench-'))
  try {
    const indexed = await indexInto(dataDir, passages)
    return [...indexed.rows, ...(await searchIn(dataDir, { passages: indexed.passages, below }))]
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const indexInto = async (dataDir: string, passages: number) => {
  await using backend = await startBackend({ command: backends.packed, dataDir })
  const indexed = await timeIndexing(backend, markdownOf(passages))
  const rate = indexed.passages / (indexed.milliseconds / 1000)
  const rows: Row[] = [{ name: 'index: Markdown', unit: 'passages/s', value: rate }]
  return { passages: indexed.passages, rows }
}

/** By a server that was started anew: what reading the documents took is not to count. */
const searchIn = async (dataDir: string, { passages, below }: Size): Promise<Row[]> => {
  await using backend = await startBackend({ command: backends.packed, dataDir })
  const [workspace] = await backend.json<{ id: string }[]>('/api/workspaces')
  if (!workspace) throw new Error('There is no workspace to search.')
  const latencies = await repeat(rounds, (round) => timeSearch(backend, workspace.id, round))
  const memory = memoryOf(backend.pid)
  const of = (share: number) => median(latencies.map((round) => percentile(round, share)))
  const what = `search in ${passages.toLocaleString('en')} passages`
  return [
    { name: `${what}: p50`, unit: 'ms', value: of(0.5) },
    { name: `${what}: p95`, unit: 'ms', value: of(0.95), reach: { below } },
    {
      name: `${what}: memory of both processes`,
      unit: 'MB',
      value: (memory.private + memory.shared) / 1e6,
      reach: { below: 300 },
    },
  ]
}

const vectorRows = async (): Promise<Row[]> => {
  const [count, dimensions] = [100_000, 384]
  const latencies = await timeScans(count, dimensions)
  const what = `nearest of ${count.toLocaleString('en')} vectors of ${dimensions} numbers`
  return [
    { name: `${what}: p50`, unit: 'ms', value: percentile(latencies, 0.5) },
    { name: `${what}: p95`, unit: 'ms', value: percentile(latencies, 0.95) },
  ]
}

script(async (args) => {
  const options = { only: { type: 'string', multiple: true } } as const
  const { values } = parseArgs({ args, options })
  const target = hostTarget()
  if (target?.platform !== 'linux') throw new Stop('The bench looks into /proc: it runs on Linux.')
  await ensurePacked(target)
  if (!existsSync(backends.packed[0])) throw new Stop('There is no packed backend.')
  const parts: Record<string, () => Promise<Row[]>> = {
    start: () => startRows(target),
    size: async () => [await sizeRow(target)],
    index: indexRows,
    search: () => searchRows({ passages: 100_000, below: 25 }),
    million: () => searchRows({ passages: 1_000_000, below: 150 }),
    vectors: vectorRows,
  }
  const rows: Row[] = []
  for (const [name, measure] of Object.entries(parts)) {
    if (values.only && !values.only.includes(name)) continue
    console.error(`Measuring: ${name} …`)
    rows.push(...(await measure()))
  }
  console.log(table(rows))
})
