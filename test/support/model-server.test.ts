import { expect, it } from 'vitest'
import { calls, failsMidway, says, sends } from './model-answers.ts'
import { startModelServer } from './model-server.ts'

const chat = (baseUrl: string, body: object) =>
  fetch(`${baseUrl}/chat/completions`, { method: 'POST', body: JSON.stringify({ model: 'scripted', ...body }) })

it('follows its script, whole or streamed, then its reply', async () => {
  await using server = await startModelServer({ reply: () => says('that was all') })
  server.script(says('one two'), calls([{ name: 'search', arguments: '{"q": ' }]))
  expect(await (await chat(server.baseUrl, {})).json()).toMatchObject({
    choices: [{ message: { content: 'one two' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 11, completion_tokens: 7 },
  })
  const stream = await (await chat(server.baseUrl, { stream: true })).text()
  expect(stream).toContain('"name":"search","arguments":"{\\"q\\": "')
  expect(stream.trimEnd().endsWith('data: [DONE]')).toBe(true)
  expect(await (await chat(server.baseUrl, {})).text()).toContain('that was all')
  expect(server.chats).toHaveLength(3)
  expect(server.unused).toBe(0)
})

it('cuts, fails in the middle, and sends any bytes', async () => {
  await using server = await startModelServer()
  server.script(says('one two three', { cutAfter: 1 }), failsMidway('no more'), sends([Uint8Array.of(0xff, 0xfe)]))
  const cut = await chat(server.baseUrl, { stream: true })
  await expect(cut.text()).rejects.toThrow()
  expect(await (await chat(server.baseUrl, { stream: true })).text()).toContain('"message":"no more"')
  const bytes = await (await chat(server.baseUrl, {})).arrayBuffer()
  expect([...new Uint8Array(bytes)]).toEqual([0xff, 0xfe])
})

it('wants its key, lists its models, makes vectors', async () => {
  await using server = await startModelServer({ key: 'k-1', models: ['a', { id: 'b', context_length: 4096 }] })
  expect((await fetch(`${server.baseUrl}/models`)).status).toBe(401)
  const headers = { authorization: 'Bearer k-1' }
  expect(await (await fetch(`${server.baseUrl}/models`, { headers })).json()).toMatchObject({
    data: [{ id: 'a' }, { id: 'b', context_length: 4096 }],
  })
  const embedded = await fetch(`${server.baseUrl}/embeddings`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ model: 'a', input: ['x', 'y', 'x'] }),
  })
  const { data } = (await embedded.json()) as { data: { embedding: number[] }[] }
  expect(data.map(({ embedding }) => embedding.length)).toEqual([8, 8, 8])
  expect(data[0]).toMatchObject({ embedding: data[2]?.embedding })
})
