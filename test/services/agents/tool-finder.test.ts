import { expect, it } from 'vitest'
import type { Tool } from '../../../extensions/backend/src/agents/tools/tool.ts'
import { toolFinder } from '../../../extensions/backend/src/services/agents/tool-finder.ts'

const named = (name: string) => ({ name }) as Tool

it('a tool is found by its name among those of AIOS and of servers, if it is there just now', async () => {
  const asked: string[] = []
  const mcp = {
    async tool(name: string) {
      asked.push(name)
      return name === 'mcp__files__read' ? named(name) : undefined
    },
  }
  const find = toolFinder({ mcp, also: [named('weigh')] })
  expect((await find('weigh'))?.name).toBe('weigh')
  expect((await find('calculate'))?.name).toBe('calculate')
  expect(asked).toEqual([])
  expect((await find('mcp__files__read'))?.name).toBe('mcp__files__read')
  expect(await find('mcp__files__gone')).toBeUndefined()
  expect(await toolFinder({ mcp })('weigh')).toBeUndefined()
})
