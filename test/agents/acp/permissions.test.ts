import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folderFiles } from '../../../extensions/backend/src/agents/acp/files.ts'
import { permissions } from '../../../extensions/backend/src/agents/acp/permissions.ts'
import type { AllTools } from '../../../extensions/backend/src/agents/run-tools.ts'
import { type ExternalAgent, usualApprovals } from '../../../extensions/backend/src/shared/contract/agents.ts'
import type { Asked } from '../../../extensions/backend/src/storage/tasks/approvals.ts'
import { temporaryFolder } from '../../support/folder.ts'

/** What a program is answered by somebody who allows everything for always; gives back how often he was asked. */
const trusting = () => {
  const granted = new Map<string, string | undefined>()
  let asked = 0
  const model = {
    isGranted: (tool: string, identity?: string) => granted.has(tool) && granted.get(tool) === identity,
    async answer({ tool, identity }: Asked) {
      asked++
      granted.set(tool, identity)
      return { status: 'approved' }
    },
  }
  const from = async (folder: string, commandLine = 'helper') => {
    const { ask, write } = permissions({
      agent: { approvals: usualApprovals, external: { commandLine } } as ExternalAgent,
      attempt: 1,
      tools: { model } as unknown as AllTools,
      files: await folderFiles(folder),
      over: new AbortController().signal,
      known: () => undefined,
      named: async () => undefined,
      onWait: () => undefined,
    })
    const times = async (work: () => Promise<unknown>) => {
      const before = asked
      await work()
      return asked - before
    }
    return {
      runs: (command: string, title = 'Run the tests') =>
        times(() =>
          ask({
            sessionId: '1',
            toolCall: { toolCallId: '1', kind: 'execute', title, rawInput: { command } },
            options: [{ optionId: 'yes', name: 'Yes', kind: 'allow_once' }],
          }),
        ),
      writes: (name: string) => times(() => write(join(folder, name), name, { before: '', after: 'text' })),
    }
  }
  return from
}

it('what is allowed for always is the call as it was shown, whatever its title says', async () => {
  const agent = await trusting()(temporaryFolder())
  expect(await agent.runs('npm test')).toBe(1)
  expect(await agent.runs('npm test')).toBe(0)
  expect(await agent.runs('rm -rf ~')).toBe(1)
  expect(await agent.runs('rm -rf ~', 'Run other tests')).toBe(1)
})

it('writing is allowed for always in the folder that was chosen then, to the program that it was', async () => {
  const from = trusting()
  const [folder, other] = [temporaryFolder(), temporaryFolder()]
  expect(await (await from(folder)).writes('a')).toBe(1)
  expect(await (await from(folder)).writes('b')).toBe(0)
  expect(await (await from(other)).writes('a')).toBe(1)
  expect(await (await from(folder, 'another')).writes('a')).toBe(1)
})
