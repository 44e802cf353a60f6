import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { fetchCore } from '../../scripts/start/core.ts'

/** A proxy that answers every request for a tunnel with `answer`, and says nothing more. */
const proxy = async (answer: string) => {
  const server = createServer()
  server.on('connect', (_, socket) => {
    socket.on('error', () => socket.destroy())
    socket.write(answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    vi.unstubAllEnvs()
  })
  const { port } = server.address() as { port: number }
  for (const name of ['HTTPS_PROXY', 'https_proxy']) vi.stubEnv(name, `http://127.0.0.1:${port}`)
  for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '')
}

test('a download that makes no progress is given up', async () => {
  await proxy('HTTP/1.1 200 Connection established\r\n\r\n')
  await expect(fetchCore({ patience: 3000 })).rejects.toThrow('Nothing came for 3 s.')
})

test('a download that is refused is given up at once', async () => {
  await proxy('HTTP/1.1 403 Forbidden\r\n\r\n')
  await expect(fetchCore({ patience: 60_000 })).rejects.toThrow(/ended with|without a core/)
})

test('the end of the script ends it', async () => {
  await proxy('HTTP/1.1 200 Connection established\r\n\r\n')
  const ends = new AbortController()
  setTimeout(() => ends.abort(), 1000)
  await expect(fetchCore({ signal: ends.signal, patience: 60_000 })).rejects.toThrow(/abort/i)
})
