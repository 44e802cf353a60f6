import { readFileSync } from 'node:fs'
import { backends, type RunningBackend, startBackend } from '../../test/support/backend.ts'
import type { File } from '../../test/support/client.ts'
import { roleBelow } from '../../test/support/processes.ts'
import { type Plan, portion, type Row } from './plan.ts'

const whole = 10_000
/** Cycles from one measurement to the next. */
const every = 100
/** How much more memory the end may take than the first hundred: a fifth. */
const allowed = 0.2

/** What the server's process had resident after so many cycles, in bytes. */
type Measured = { cycle: number; resident: number }

/**
 * Long days in short: makes a workspace, uploads two files, asks, exports and deletes it, again and again, one after the
 * other, and measures the server's memory.
 */
export const cycles = async (plan: Plan): Promise<Row[]> => {
  await using backend = await startBackend({ command: backends.packed })
  const measured: Measured[] = []
  const wanted = portion(plan, whole)
  let cycle = 0
  while (cycle < wanted && !plan.isOver()) {
    await oneCycle(backend, ++cycle)
    if (cycle % every !== 0) continue
    measured.push({ cycle, resident: residentOfServer(backend.pid) })
    if (cycle % (5 * every) === 0) console.error(`  ${cycle} cycles, ${megabytes(measured.at(-1) as Measured)} MB`)
  }
  const [first, last] = [measured.slice(0, 1), measured.slice(-Math.max(1, Math.round(measured.length / 10)))].map(mean)
  const growth = first && last ? last / first - 1 : 0
  const note =
    first && last
      ? `${Math.round(first / 1e6)} MB after the first hundred, ${Math.round(last / 1e6)} MB at the end (${Math.round(growth * 100)} % more)`
      : `too few to compare: less than ${every}`
  const scenario = 'cycles of make, upload, ask, export, delete'
  return [{ scenario, tried: cycle, lost: 0, failed: growth > allowed ? 1 : 0, note }]
}

const megabytes = ({ resident }: Measured) => Math.round(resident / 1e6)

const mean = (measured: readonly Measured[]): number =>
  measured.reduce((sum, { resident }) => sum + resident, 0) / measured.length

const oneCycle = async (backend: RunningBackend, cycle: number): Promise<void> => {
  const { id } = await backend.workspace(`Cycle ${cycle}`)
  const documents = await backend.add(id, ...filesOf(cycle))
  const failed = documents.find(({ status }) => status !== 'ready')
  if (failed) throw new Error(`${failed.name} was not read: ${failed.error}`)
  const { status, error } = await backend.ask(id, `What is the fee of berth ${cycle % 9}?`)
  if (status !== 'succeeded') throw new Error(`The task is ${status}: ${error}`)
  await answered(await backend.request(`/api/workspaces/${id}/export`))
  await answered(await backend.request(`/api/workspaces/${id}`, { method: 'DELETE' }))
}

const answered = async (response: Response): Promise<void> => {
  const { byteLength } = await response.arrayBuffer()
  if (!response.ok) throw new Error(`${response.url} was answered with ${response.status}, ${byteLength} bytes.`)
}

const filesOf = (cycle: number): File[] => {
  const section = (n: number) => `## Berth ${n}\n\nThe fee of berth ${n} is ${cycle + n} euros a year, due in May.`
  const rows = Array.from({ length: 50 }, (_, n) => `<tr><td>Berth ${n}</td><td>${cycle * n} euros</td></tr>`)
  return [
    [`Fees ${cycle}.md`, Array.from({ length: 60 }, (_, n) => section(n)).join('\n\n')],
    [`Table ${cycle}.html`, `<html><body><h1>Berths of ${cycle}</h1><table>${rows.join('')}</table></body></html>`],
  ]
}

const residentOfServer = (pid: number): number => {
  const server = roleBelow(pid, 'server')
  if (server === undefined) throw new Error('The server runs no more.')
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${server}/status`, 'utf8'))?.[1]
  return Number(kilobytes) * 1024
}
