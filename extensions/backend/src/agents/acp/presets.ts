import type { ExternalPreset } from '../../shared/contract/external.ts'

/** Programs that are known to speak ACP, and how each is started. AIOS brings none of them along. */
export const externalPresets: readonly ExternalPreset[] = [
  {
    id: 'claude-code',
    name: 'Claude Code',
    command: 'npx',
    args: ['-y', '@agentclientprotocol/claude-agent-acp'],
    env: ['ANTHROPIC_API_KEY'],
    about: 'Needs Node. npx downloads the adapter when it is first started; sign in with “claude”, or give a key.',
  },
  {
    id: 'codex',
    name: 'Codex',
    command: 'npx',
    args: ['-y', '@agentclientprotocol/codex-acp'],
    env: ['OPENAI_API_KEY'],
    about: 'Needs Node. npx downloads the adapter when it is first started; sign in with “codex login”, or give a key.',
  },
  {
    id: 'gemini',
    name: 'Gemini CLI',
    command: 'gemini',
    args: ['--experimental-acp'],
    env: ['GEMINI_API_KEY'],
    about: 'Has to be installed (@google/gemini-cli); sign in with “gemini”, or give a key.',
  },
  {
    id: 'qwen',
    name: 'Qwen Code',
    command: 'qwen',
    args: ['--acp'],
    env: ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL'],
    about: 'Has to be installed (@qwen-code/qwen-code). Works with any OpenAI-compatible server.',
  },
  {
    id: 'opencode',
    name: 'opencode',
    command: 'opencode',
    args: ['acp'],
    env: [],
    about: 'Has to be installed (opencode-ai); sign in with “opencode auth login”.',
  },
  {
    id: 'goose',
    name: 'Goose',
    command: 'goose',
    args: ['acp'],
    env: [],
    about: 'Has to be installed and set up with “goose configure”.',
  },
  {
    id: 'copilot',
    name: 'GitHub Copilot CLI',
    command: 'copilot',
    args: ['--acp'],
    env: [],
    about: 'Has to be installed (@github/copilot); sign in with “copilot login”.',
  },
]
