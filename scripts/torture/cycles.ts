import { readFileSync } from 'node:fs'
import type { RunningBackend } from '../../test/support/backend.ts'
import type { File } from '../../test/support/client.ts'
import { roleBelow } from '../../test/support/processes.ts'

/** What the server's process took after so many cycles; bytes, and milliseconds a cycle since the row before. */
export type CycleRow = { cycle: number; resident: number; anonymous: number; threads: number; milliseconds: number }

type Options = {
  cycles: number
  /** Cycles from one row to the next. */
  every?: number
  onRow?: (row: CycleRow) => void
}

/**
 * Long days in short: makes a workspace, uploads two files, asks, exports and deletes it, again and again, one after the
 * other, and measures the server now and then (Linux, /proc). @throws when a step of a cycle fails
 */
export const runCycles = async (
  backend: RunningBackend,
  { cycles, every = 100, onRow }: Options,
): Promise<CycleRow[]> => {
  const rows: CycleRow[] = []
  let began = performance.now()
  for (let cycle = 1; cycle <= cycles; cycle++) {
    await oneCycle(backend, cycle)
    if (cycle % every !== 0) continue
    const row = { cycle, ...memoryOfServer(backend.pid), milliseconds: (performance.now() - began) / every }
    began = performance.now()
    rows.push(row)
    onRow?.(row)
  }
  return rows
}

/** How much more the last tenth of the rows took than the first one: 0.2 is a fifth more. */
export const growthOf = (rows: readonly CycleRow[]): number => {
  const last = rows.slice(-Math.max(1, Math.round(rows.length / 10)))
  const mean = last.reduce((sum, { resident }) => sum + resident, 0) / last.length
  return mean / (rows[0]?.resident ?? mean) - 1
}

const oneCycle = async (backend: RunningBackend, cycle: number): Promise<void> => {
  const { id } = await backend.workspace(`Cycle ${cycle}`)
  const documents = await backend.add(id, ...filesOf(cycle))
  const failed = documents.find(({ status }) => status !== 'ready')
  if (failed) throw new Error(`${failed.name} was not read: ${failed.error}`)
  const { status, error } = await backend.ask(id, `What is the fee of berth ${cycle % 9}?`)
  if (status !== 'succeeded') throw new Error(`The task is ${status}: ${error}`)
  await whole(await backend.request(`/api/workspaces/${id}/export`))
  await whole(await backend.request(`/api/workspaces/${id}`, { method: 'DELETE' }))
}

const whole = async (response: Response): Promise<void> => {
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

const memoryOfServer = (pid: number) => {
  const server = roleBelow(pid, 'server')
  if (server === undefined) throw new Error('The server runs no more.')
  const status = readFileSync(`/proc/${server}/status`, 'utf8')
  const number = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
  return { resident: number('VmRSS') * 1024, anonymous: number('RssAnon') * 1024, threads: number('Threads') }
}
