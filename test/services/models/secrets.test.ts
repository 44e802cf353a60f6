import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createApp } from '../../../extensions/backend/src/server/app.ts'
import { openServices } from '../../../extensions/backend/src/server/services.ts'
import type { Probe } from '../../../extensions/backend/src/shared/contract/probe.ts'
import type { Provider } from '../../../extensions/backend/src/shared/contract/providers.ts'
import { apiClient } from '../../support/client.ts'
import { fails, says } from '../../support/model-answers.ts'
import { startModelServer } from '../../support/model-server.ts'
import { permit } from '../../support/samples.ts'
import { unzip } from '../../support/unzip.ts'

const key = 'sk-live/Zm9vYmFy+0123456789"quoted'
const forms = [key, encodeURIComponent(key), Buffer.from(key).toString('base64'), JSON.stringify(key).slice(1, -1)]

it('a key is in its file and in the requests to its server, and nowhere else', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'aios-secrets-'))
  const seen: string[] = []
  const log = pino({ level: 'trace' }, { write: (line) => void seen.push(line) })
  const launch = { token: 't', port: () => 4321, origins: [], dataDir, version: '0.0.0', log }
  const services = await openServices(launch)
  const app = createApp(services)
  await services.start()
  services.events.listen((event) => void seen.push(JSON.stringify(event)))
  const client = apiClient(async (path, { headers, ...init } = {}) => {
    const url = `http://127.0.0.1:4321${path}`
    const sent = { host: '127.0.0.1:4321', authorization: 'Bearer t', ...(headers as Record<string, string>) }
    const response = await app.request(url, { ...init, headers: sent })
    seen.push(await response.clone().text(), JSON.stringify([...response.headers]))
    return response
  })

  // It says the key back in every way that it can.
  const echo = `You sent ${forms.join(' and ')} and sk-${'a'.repeat(30)}`
  await using server = await startModelServer({
    key,
    models: ['scripted', { id: `model of ${key}` }],
    reply: ({ body }) => (body.stream ? says(echo) : fails(500, echo, { 'x-echo': encodeURIComponent(key) })),
    routes: { 'POST /v1/embeddings': fails(401, echo) },
  })
  const provider = await client.postJson<Provider>('/api/providers', {
    baseUrl: server.baseUrl,
    key,
    defaultModel: 'scripted',
    embeddingModel: 'e',
  })
  const probed = await client.postJson<{ servers: Probe[] }>('/api/providers/probe', { providerId: provider.id })
  expect(probed.servers[0]?.findings.map(({ message }) => message).join(' ')).toContain('[key]')
  await client.post('/api/providers/probe', { baseUrl: server.origin, key, model: 'scripted' })
  const failure = await services.models
    .embed({ providerId: provider.id }, ['a'])
    .catch((error: Error) => `${error.stack} ${JSON.stringify(error)} ${error.cause}`)
  log.error({ err: failure })
  await client.json('/api/providers')
  await client.json('/openapi.json')
  const workspace = await client.workspace()
  await client.add(workspace.id, ['permit.md', permit])
  const exported = await client.request(`/api/workspaces/${workspace.id}/export`)
  for (const [name, content] of await unzip(new Uint8Array(await exported.arrayBuffer()))) {
    seen.push(name, content.toString('latin1'))
  }
  await services.close()

  const sent = server.requests.filter(({ path }) => path.startsWith('/v1'))
  expect(sent.every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true)
  const everything = seen.join('\n')
  for (const form of forms) expect(everything).not.toContain(form)
  const holders = globSync('**/*', { cwd: dataDir }).filter((name) => {
    const path = join(dataDir, name)
    return statSync(path).isFile() && forms.some((form) => readFileSync(path, 'latin1').includes(form))
  })
  expect(holders).toEqual(['keys.json'])
  rmSync(dataDir, { recursive: true, force: true })
})
