import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { loadTool, toolNames } from '../../../extensions/backend/src/agents/tools/index.ts'

const risks = { write_artifact: 'write', fetch_url: 'network', run_agent: 'run' }

describe('the tools that come along', () => {
  it.each(toolNames)('$name says what it is', async ({ name, title, description, risk }) => {
    const tool = await loadTool(name)
    expect(tool).toMatchObject({ name, title, description, risk })
    expect(risk).toBe(risks[name as keyof typeof risks] ?? 'read')
    // Model servers take no more than letters, digits, _ and - of at most 64.
    expect(name).toMatch(/^[a-z_]{1,64}$/)
    const schema = z.toJSONSchema(tool.input, { io: 'input' })
    expect(schema.type).toBe('object')
    expect(schema.additionalProperties).not.toBe(true)
    for (const property of Object.values(schema.properties ?? {})) expect(property).not.toBe(true)
  })

  it.each(['nothing', 'constructor', '__proto__', ''])('has no tool “%s”', async (name) => {
    await expect(loadTool(name)).rejects.toMatchObject({ code: 'tool.unknown', status: 404 })
  })

  it('only asks the user by a question', async () => {
    const questions = await Promise.all(toolNames.map(async ({ name }) => 'asks' in (await loadTool(name))))
    expect(toolNames.filter((_, at) => questions[at]).map(({ name }) => name)).toEqual(['ask_user'])
  })

  it('makes nothing twice that a crash cut off', async () => {
    expect((await loadTool('write_artifact')).repeatable).toBe(false)
  })
})
