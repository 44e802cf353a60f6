import * as words from '../../base/words/index.ts'
import type { ExternalPreset } from '../../shared/contract/external.ts'

const about = words.externalAgents

/** Programs that are known to speak ACP, and how each is started. AIOS brings none of them along. */
export const externalPresets: readonly ExternalPreset[] = [
  {
    id: 'claude-code',
    name: 'Claude Code',
    command: 'npx',
    args: ['-y', '@agentclientprotocol/claude-agent-acp'],
    env: ['ANTHROPIC_API_KEY'],
    about: about.needsNode('claude'),
  },
  {
    id: 'codex',
    name: 'Codex',
    command: 'npx',
    args: ['-y', '@agentclientprotocol/codex-acp'],
    env: ['OPENAI_API_KEY'],
    about: about.needsNode('codex login'),
  },
  {
    id: 'gemini',
    name: 'Gemini CLI',
    command: 'gemini',
    args: ['--experimental-acp'],
    env: ['GEMINI_API_KEY'],
    about: about.needsInstallOrKey('@google/gemini-cli', 'gemini'),
  },
  {
    id: 'qwen',
    name: 'Qwen Code',
    command: 'qwen',
    args: ['--acp'],
    env: ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL'],
    about: about.needsQwen,
  },
  {
    id: 'opencode',
    name: 'opencode',
    command: 'opencode',
    args: ['acp'],
    env: [],
    about: about.needsInstall('opencode-ai', 'opencode auth login'),
  },
  {
    id: 'goose',
    name: 'Goose',
    command: 'goose',
    args: ['acp'],
    env: [],
    about: about.needsGoose,
  },
  {
    id: 'copilot',
    name: 'GitHub Copilot CLI',
    command: 'copilot',
    args: ['--acp'],
    env: [],
    about: about.needsInstall('@github/copilot', 'copilot login'),
  },
]
