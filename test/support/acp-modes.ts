import type { SessionConfigOption, SessionModeState } from '@agentclientprotocol/sdk'

/** What a session of an agent offers, as far as it is about asking. */
export type Offer = { modes?: SessionModeState; configOptions?: SessionConfigOption[] }

const modes = (
  currentModeId: string,
  ...all: [id: string, name: string, description?: string][]
): SessionModeState => ({
  currentModeId,
  availableModes: all.map(([id, name, description]) => ({ id, name, ...(description && { description }) })),
})

const option = (
  facts: Pick<SessionConfigOption, 'id' | 'name' | 'category'> & { description?: string },
  currentValue: string,
  ...all: [value: string, name: string, description?: string][]
): SessionConfigOption => ({
  ...facts,
  type: 'select',
  currentValue,
  options: all.map(([value, name, description]) => ({ value, name, ...(description && { description }) })),
})

const sessionModes = 'https://agentclientprotocol.com/protocol/session-modes'

const codexModes = modes(
  'agent',
  ['read-only', 'Read-only', 'Requires approval to edit files and access the internet.'],
  [
    'workspace-write',
    'Workspace access',
    'Edit workspace files; ask before writing outside the workspace or accessing the network.',
  ],
  ['agent', 'Auto review', 'Only ask for actions detected as potentially unsafe'],
  ['agent-full-access', 'Full access', 'Unrestricted access to the internet and any file on your computer'],
)

/** As each program answered `session/new`; options about models and effort are left out, but for one. */
export const offers = {
  /** @agentclientprotocol/codex-acp 2.6.0 */
  codex: {
    modes: codexModes,
    configOptions: [
      option(
        {
          ...{ id: 'collaboration_mode', name: 'Collaboration mode', category: 'collaboration_mode' },
          description: 'How Codex collaborates for subsequent turns',
        },
        'default',
        ['default', 'Default'],
        ['plan', 'Plan', 'Plan before making changes'],
      ),
      option(
        { id: 'fast-mode', name: 'Fast mode', category: 'model_config', description: '1.5x speed, increased usage' },
        'off',
        ['off', 'Off', 'Default speed, normal usage'],
        ['on', 'On', '1.5x speed, increased usage'],
      ),
    ],
  },
  /** @agentclientprotocol/claude-agent-acp 0.49.0 */
  claude: {
    modes: modes(
      'default',
      ['auto', 'Auto', 'Use a model classifier to approve/deny permission prompts'],
      ['default', 'Default', 'Standard behavior, prompts for dangerous operations'],
      ['acceptEdits', 'Accept Edits', 'Auto-accept file edit operations'],
      ['plan', 'Plan Mode', 'Planning mode, no actual tool execution'],
      ['dontAsk', "Don't Ask", "Don't prompt for permissions, deny if not pre-approved"],
      ['bypassPermissions', 'Bypass Permissions', 'Bypass all permission checks'],
    ),
  },
  /** @google/gemini-cli 0.61.0 */
  gemini: {
    modes: modes(
      'default',
      ['default', 'Default', 'Prompts for approval'],
      ['autoEdit', 'Auto Edit', 'Auto-approves edit tools'],
      ['yolo', 'YOLO', 'Auto-approves all tools'],
      ['plan', 'Plan', 'Read-only mode'],
    ),
  },
  /** @qwen-code/qwen-code 0.15.10 */
  qwen: {
    modes: modes(
      'default',
      ['plan', 'Plan', 'Analyze only, do not modify files or execute commands'],
      ['default', 'Default', 'Require approval for file edits or shell commands'],
      ['auto-edit', 'Auto Edit', 'Automatically approve file edits'],
      ['yolo', 'YOLO', 'Automatically approve all tools'],
    ),
  },
  /** opencode-ai 1.18.33 */
  opencode: {
    configOptions: [
      option(
        { id: 'mode', name: 'Session Mode', category: 'mode' },
        'build',
        ['build', 'build', 'The default agent. Executes tools based on configured permissions.'],
        ['plan', 'plan', 'Plan mode. Disallows all edit tools.'],
      ),
    ],
  },
  /** @github/copilot 1.0.102 */
  copilot: {
    modes: modes(
      `${sessionModes}#agent`,
      [`${sessionModes}#agent`, 'Agent', 'Default agent mode for conversational interactions'],
      [`${sessionModes}#plan`, 'Plan', 'Plan mode for creating and executing multi-step plans'],
      [
        `${sessionModes}#autopilot`,
        'Autopilot',
        'Autonomous mode that enables allow-all and runs until task completion without user interaction (experimental)',
      ],
    ),
    configOptions: [
      option(
        {
          ...{ id: 'allow_all', name: 'Allow All', category: 'permissions' },
          description:
            'Controls whether Copilot prompts for approval before using tools, accessing paths, or fetching URLs.',
        },
        'off',
        ['on', 'On', 'Automatically approve all tool, path, and URL requests'],
        ['off', 'Off', 'Require approval for tool, path, and URL requests'],
      ),
    ],
  },
} satisfies Record<string, Offer>

/** The double's own, in the order it is to be told from: the asking one is not where it begins. */
export const doubleOffers: Readonly<Record<string, Offer>> = {
  ...offers,
  copilotAllowed: {
    ...offers.copilot,
    configOptions: offers.copilot.configOptions.map((each) => ({
      ...each,
      currentValue: 'on',
    })) as SessionConfigOption[],
  },
  loose: { modes: modes('yolo', ['yolo', 'YOLO', 'Auto-approves all tools'], ['autoEdit', 'Auto Edit']) },
  modeless: {},
}
export const usualOffer: Offer = { modes: modes('yolo', ['yolo', 'YOLO'], ['default', 'Ask']) }
