import type { InitializeResponse } from '@agentclientprotocol/sdk'
import type { ApprovalPolicy } from '../../shared/contract/agents.ts'
import { mustAsk } from './asking.ts'

/**
 * What programs neither say nor ask for over ACP, read in their source. Each is looked up by the program's own name, or goes to
 * all: others heed none of it.
 */

/**
 * Reading through AIOS: Gemini CLI (0.61) takes every error for a file that cannot be had, also that there is none, and then
 * writes none. It reads by itself where AIOS offers nothing.
 */
export const readsByItself = ({ command, args }: { command: string; args: readonly string[] }): boolean =>
  [command, ...args].some((word) => /(?:^|[\\/@])gemini(?:-cli)?(?:\.\w+|@[\w.-]+)?$/i.test(word))

/** The same program under another name is told of an empty file. */
export const wantsEmptyFiles = (facts: InitializeResponse | undefined): boolean =>
  facts?.agentInfo?.name === 'gemini-cli'

const openCodeVariable = 'OPENCODE_PERMISSION'

/**
 * Variables that make a program ask. opencode (1.18) asks for nothing by itself and has no mode in which it would; this stands
 * above its own settings. It reads without being asked for, and searches what AIOS offers.
 */
export const askingEnvironment = (approvals: ApprovalPolicy): Record<string, string> => {
  if (!mustAsk(approvals)) return {}
  const asked = ['edit', 'bash', 'webfetch', 'websearch', 'external_directory'].map((tool) => [tool, 'ask'])
  return { [openCodeVariable]: JSON.stringify({ '*': 'ask', ...Object.fromEntries(asked), 'aios_*': 'allow' }) }
}

/** Whether these variables make this program ask, whatever its modes say. */
export const isMadeToAsk = ({ agentInfo }: InitializeResponse, env: readonly string[]): boolean =>
  agentInfo?.name === 'OpenCode' && !env.includes(openCodeVariable)
