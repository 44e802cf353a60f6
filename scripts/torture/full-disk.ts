import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backends, startBackend } from '../../test/support/backend.ts'
import { until } from '../../test/support/until.ts'
import { hasBytes, ledger } from './ledger.ts'
import { type Plan, type Row, tally } from './plan.ts'

const scenario = 'a full disk'
const megabytes = 64

/** A disk that runs full: what was taken in stays, more is refused with 507, and what is deleted makes room. */
export const fullDisk = async (_: Plan): Promise<Row[]> => {
  const disk = mkdtempSync(join(tmpdir(), 'aios-torture-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    rmSync(disk, { recursive: true, force: true })
    return [{ scenario, tried: 0, lost: 0, failed: 0, note: 'not tried: mounting a small disk needs root' }]
  }
  try {
    return [await fill(join(disk, 'data'))]
  } finally {
    execFileSync('umount', ['--lazy', disk])
    rmSync(disk, { recursive: true, force: true })
  }
}

const fill = async (dataDir: string): Promise<Row> => {
  const book = ledger()
  const [lost, wrong] = [tally(), tally()]
  await using backend = await startBackend({ command: backends.packed, dataDir })
  const { id } = await backend.workspace('Full')
  let tried = 0
  let status = 202
  const send = (bytes: Uint8Array) => book.upload(backend, id, [[`bytes ${tried++}.txt`, bytes]])
  // Large ones to the brim, then small ones into what is left.
  for (const size of [2 ** 20, 2 ** 16, 2 ** 12]) {
    do status = await send(Buffer.from(randomBytes(size / 2).toString('hex')))
    while (status === 202 && tried < 2000)
    if (status !== 507) wrong.add(`answered with ${status} in place of 507`)
  }
  for (const [document, { sha256 }] of book.documents)
    if (!(await hasBytes(backend, document, sha256))) lost.add('an original is not as it was')
  const health = await backend.request('/health')
  if (!health.ok) wrong.add('/health is not answered')
  for (const [document] of [...book.documents].slice(0, 10)) {
    const { status } = await backend.request(`/api/documents/${document}`, { method: 'DELETE' })
    if (status !== 204) wrong.add(`a deletion was answered with ${status}`)
    else book.documents.delete(document)
  }
  const room = await until(
    () => send(Buffer.from(randomBytes(2 ** 15).toString('hex'))),
    (answer) => answer === 202,
    { limit: 15_000, pause: 500 },
  ).catch(() => undefined)
  if (!room) wrong.add('nothing can be sent although something was deleted')
  for (const [document, { sha256 }] of book.documents)
    if (!(await hasBytes(backend, document, sha256))) lost.add('an original is not as it was, after room was made')
  const note = [`${megabytes} MB, ${book.documents.size} files in it`, lost.words(), wrong.words()].filter(Boolean)
  return { scenario, tried, lost: lost.size, failed: wrong.size, note: note.join('; ') }
}
