import type { SessionConfigSelectOption, SessionModeState } from '@agentclientprotocol/sdk'
import { describe, expect, it } from 'vitest'
import { chooseAsking, type Manner, mannerOf } from '../../../extensions/backend/src/agents/acp/asking.ts'
import { usualApprovals } from '../../../extensions/backend/src/shared/contract/agents.ts'
import { type Offer, offers } from '../../support/acp-modes.ts'

const manners: Record<keyof typeof offers, Record<string, Manner>> = {
  codex: { 'read-only': 'asks', 'workspace-write': 'edits', agent: 'decides', 'agent-full-access': 'free' },
  claude: {
    ...{ auto: 'decides', default: 'asks', acceptEdits: 'edits', plan: 'reads', dontAsk: 'refuses' },
    bypassPermissions: 'free',
  },
  gemini: { default: 'asks', autoEdit: 'edits', yolo: 'free', plan: 'reads' },
  qwen: { plan: 'reads', default: 'asks', 'auto-edit': 'edits', yolo: 'free' },
  opencode: { build: 'unclear', plan: 'reads', on: 'free' },
  copilot: { agent: 'unclear', plan: 'reads', autopilot: 'free', on: 'free', off: 'asks' },
}

const wordsOf = ({ modes, configOptions = [] }: Offer) => [
  ...(modes?.availableModes ?? []),
  ...configOptions
    .filter(({ category }) => category === 'mode' || category === 'permissions')
    .flatMap((option) => (option.type === 'select' ? (option.options as SessionConfigSelectOption[]) : []))
    .map((each) => ({ ...each, id: each.value })),
]

describe('what a mode says of itself', () => {
  for (const [agent, offer] of Object.entries(offers))
    for (const mode of wordsOf(offer)) {
      const id = mode.id.replace(/^.*#/, '')
      const expected = manners[agent as keyof typeof offers][id]
      it(`${agent}, ${id}: ${expected}`, () => expect(mannerOf(mode)).toBe(expected))
    }

  it.each<[Manner, string, string?]>([
    ['asks', 'Ask'],
    ['asks', 'Always ask'],
    ['asks', 'Manual', 'Confirm every change'],
    ['asks', 'Supervised', 'The agent needs your permission for every command'],
    ['free', 'Brave', 'Does not ask for anything'],
    ['free', 'Dangerous', 'Skips all permission prompts'],
    ['free', 'Unattended', 'Runs without confirmation'],
    ['decides', 'Smart', 'Only asks when a command looks risky'],
    ['reads', 'Explore', 'Read-only'],
    ['unclear', 'Code', 'Writes and refactors code'],
    ['unclear', 'Ask me anything'],
  ])('%s: %s %s', (expected, name, description) => expect(mannerOf({ id: 'x', name, description })).toBe(expected))
})

describe('what is set so that an agent asks', () => {
  const rules = (write: 'ask' | 'allow' | 'deny', run = write) => ({ ...usualApprovals, write, run })
  const modesOnly = (currentModeId: string, ...ids: string[]): Offer => {
    const availableModes: SessionModeState['availableModes'] = ids.map((id) => ({ id, name: id }))
    return { modes: { currentModeId, availableModes } }
  }

  it.each([
    ['codex', ['read-only']],
    ['claude', []],
    ['gemini', []],
    ['qwen', []],
    ['copilot', []],
  ] as const)('%s asks', (agent, set) => {
    const { asking, choices } = chooseAsking(offers[agent], rules('ask'))
    expect([asking, choices.map(({ value }) => value)]).toEqual(['asks', set])
  })

  it.each(['auto', 'acceptEdits', 'dontAsk', 'bypassPermissions'])('also one that begins in %s', (currentModeId) => {
    const offer = { modes: { ...offers.claude.modes, currentModeId } }
    expect(chooseAsking(offer, rules('ask'))).toMatchObject({ asking: 'asks', choices: [{ value: 'default' }] })
  })

  it('an option that allows all is switched off, and the mode that would is left', () => {
    const [option] = offers.copilot.configOptions
    const [, , autopilot] = offers.copilot.modes.availableModes
    const offer: Offer = {
      modes: { ...offers.copilot.modes, currentModeId: autopilot?.id as string },
      configOptions: [{ ...option, currentValue: 'on' } as never],
    }
    expect(chooseAsking(offer, rules('ask'))).toEqual({
      asking: 'asks',
      choices: [
        { value: expect.stringContaining('#agent'), name: 'Agent' },
        { option: 'allow_all', value: 'off', name: 'Off' },
      ],
    })
  })

  it('of opencode it is not known, unless it was made to by its settings', () => {
    expect(chooseAsking(offers.opencode, rules('ask'))).toEqual({ asking: 'unclear', choices: [] })
    expect(chooseAsking(offers.opencode, rules('ask'), { asksAnyway: true }).asking).toBe('asks')
    expect(chooseAsking({}, rules('ask')).asking).toBe('unclear')
  })

  it('one that only has modes in which it does not is known not to, in the least bad of them', () => {
    const offer = modesOnly('yolo', 'yolo', 'auto', 'autoEdit')
    expect(chooseAsking(offer, rules('ask'))).toMatchObject({ asking: 'never', choices: [{ value: 'autoEdit' }] })
    expect(chooseAsking(modesOnly('yolo', 'yolo', 'code'), rules('ask'))).toMatchObject({
      ...{ asking: 'unclear', choices: [{ value: 'code' }] },
    })
  })

  it('one that only reads is left at that where nothing asks', () => {
    expect(chooseAsking(modesOnly('plan', 'build', 'plan'), rules('ask'))).toEqual({ asking: 'unclear', choices: [] })
  })

  it('what the rules allow need not be asked, and where all is denied reading is enough', () => {
    expect(chooseAsking(modesOnly('yolo', 'yolo', 'autoEdit'), rules('allow', 'ask'))).toMatchObject({
      ...{ asking: 'asks', choices: [{ value: 'autoEdit' }] },
    })
    expect(chooseAsking(modesOnly('yolo', 'yolo', 'plan'), rules('deny'))).toMatchObject({
      ...{ asking: 'asks', choices: [{ value: 'plan' }] },
    })
  })
})
