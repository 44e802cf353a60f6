import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backends, type RunningBackend, startBackend } from '../../test/support/backend.ts'
import { roleBelow } from '../../test/support/processes.ts'
import { fitting, junk, type Schema } from './fuzz-values.ts'
import { type Plan, pick, portion, type Row, tally } from './plan.ts'

const whole = 10_000
const atOnce = 8
/** Milliseconds after which a stream, which has no end, is left; and after which an answer is missed. */
const streamTime = 150
const longest = 60_000

/** Ends the server to start it again, as it is to do. */
const restarting = '/api/storage/repair'

type Operation = {
  parameters?: { in: string; name: string; schema: Schema; required?: boolean }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
type Route = { method: string; path: string; operation: Operation }
type Api = { paths: Record<string, Record<string, Operation>> }

/** Requests made from `/openapi.json`: right ones, and ones that are wrong in every part. None may be met with a 5xx. */
export const fuzz = async (plan: Plan): Promise<Row[]> => {
  const { random } = plan
  const folder = mkdtempSync(join(tmpdir(), 'aios-torture-folder-'))
  await using backend = await startBackend({
    command: backends.packed,
    env: { PATH: '', AIOS_KEY_STORE: 'file', HOME: folder },
  })
  const server = roleBelow(backend.pid, 'server')
  const { paths } = await backend.json<Api>('/openapi.json')
  const routes = Object.entries(paths)
    .filter(([path]) => path !== restarting)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): Route => ({ method: method.toUpperCase(), path, operation })),
    )
  const wrong = tally()
  const statuses = tally()
  const known: string[] = []
  await seed(backend, known)
  let tried = 0
  const wanted = portion(plan, whole)
  const lane = async () => {
    while (tried < wanted && !plan.isOver()) {
      tried++
      const route = pick(random, routes)
      const { path, init } = requestFor(route, { random, known, folder })
      const name = `${route.method} ${route.path}`
      try {
        const isStream = /\/events$/.test(route.path)
        const signal = AbortSignal.timeout(isStream ? streamTime : longest)
        const response = await backend.request(path, { ...init, signal })
        statuses.add(`${Math.floor(response.status / 100)}xx`)
        if (response.status >= 500) wrong.add(`${response.status} at ${name}`)
        const text = await response.text().catch((error: Error) => {
          if (!isStream) throw error
          return ''
        })
        for (const [, id] of text.slice(0, 20_000).matchAll(/"id":"([^"]{1,40})"/g)) if (id) remember(known, id, random)
      } catch (error) {
        const { name: kind, message, cause } = error as Error & { cause?: Error }
        if (kind === 'TimeoutError' && /\/events$/.test(route.path)) continue
        wrong.add(`no answer at ${name}: ${cause?.message ?? message}`)
      }
      if (tried % 500 === 0) await seed(backend, known)
    }
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, lane))
    if (roleBelow(backend.pid, 'server') !== server) wrong.add('the server is another one')
    if (!(await backend.request('/health')).ok) wrong.add('/health is not well')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return [
    {
      scenario: 'requests made from /openapi.json',
      tried,
      lost: 0,
      failed: wrong.size,
      note: [`${routes.length} routes; ${statuses.words()}`, wrong.words()].filter(Boolean).join('; '),
    },
  ]
}

/** Something to ask about: what was there may have been removed meanwhile. */
const seed = async (backend: RunningBackend, known: string[]) => {
  const { id } = await backend.workspace('Fuzzed')
  const response = await backend.upload(id, [`fuzzed ${crypto.randomUUID()}.md`, '# Fees\n\nThe fee is 340 euros.'])
  const [document] = (await response.json()) as { id: string }[]
  const task = await backend.launch(id, 'What is the fee?')
  for (const each of [id, document?.id, task.id]) if (each) known.push(each)
}

const remember = (known: string[], id: string, random: () => number) => {
  if (known.length < 500) known.push(id)
  else known[Math.floor(random() * known.length)] = id
}

type Chances = { random: () => number; known: readonly string[]; folder: string }

const requestFor = ({ method, path, operation }: Route, chances: Chances): { path: string; init: RequestInit } => {
  const { random, known } = chances
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'n') return pick(random, ['1', '0', '-1', '2', '999999999', '1e9', 'x'])
    return encodeURIComponent(random() < 0.8 ? pick(random, known) : String(junk(random)).toWellFormed())
  })
  const query = new URLSearchParams()
  for (const { in: place, name, schema, required } of operation.parameters ?? []) {
    if (place !== 'query' || (!required && random() < 0.5) || random() < 0.05) continue
    const value = fitting(schema, { random, known })
    query.append(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  if (random() < 0.05) query.append(String(junk(random)), 'x')
  const headers: Record<string, string> = {}
  if (random() < 0.05) headers.range = pick(random, ['bytes=0-', 'bytes=-1', 'bytes=5-2', 'bytes=9-99999999', 'x'])
  if (random() < 0.05) headers['if-none-match'] = pick(random, ['*', 'W/"1"', '""', 'x'])
  if (random() < 0.05) headers['last-event-id'] = pick(random, ['0', '-1', '1e99', 'x'])
  const init: RequestInit = { method, headers }
  if (method !== 'GET') Object.assign(init, bodyFor(operation, path, headers, chances))
  const asked = query.size > 0 ? `${filled}?${query}` : filled
  return { path: asked, init }
}

const bodyFor = (
  { requestBody }: Operation,
  path: string,
  headers: Record<string, string>,
  { random, known, folder }: Chances,
): RequestInit => {
  if (/\/(documents|import)$/.test(path) && random() < 0.8) {
    const form = new FormData()
    const field = random() < 0.9 ? 'file' : String(junk(random))
    if (random() < 0.2) form.append('modified', String(junk(random)))
    form.append(field, new Blob([String(junk(random))]), String(junk(random)).slice(0, 300))
    return { body: form }
  }
  const schema = requestBody?.content['application/json']?.schema
  if (!schema) return random() < 0.8 ? {} : { body: String(junk(random)) }
  headers['content-type'] =
    random() < 0.95 ? 'application/json' : pick(random, ['text/plain', 'x/y', 'multipart/form-data'])
  if (random() < 0.05)
    return { body: pick(random, ['{', '[]', 'null', '"x"', '', '\u0000', `{"a":${'['.repeat(5000)}`]) }
  const value = fitting(schema, { random, known }) as Record<string, unknown> | null
  // What really is a folder of this machine is not read; one that is empty may be.
  if (path.endsWith('/folders') && value && typeof value === 'object')
    value.path = pick(random, [folder, `${folder}/no`, 'x', ''])
  return { body: JSON.stringify(value) ?? '' }
}
