import { count, number } from './format.ts'

/** What a tool is called where people read of it: `write_file (MCP server files)`. */
const toolName = (tool: string): string => {
  const [, server, name] = /^mcp__([a-z0-9-]+)__(.+)$/.exec(tool) ?? []
  if (server && name) return `${name} (MCP server ${server})`
  const [, fetch, site] = /^(fetch_url) (.+)$/.exec(tool) ?? []
  return fetch && site ? `${fetch} (${site})` : tool
}

export const approvals = {
  title: (n: number) => (n === 1 ? 'Needs your decision' : `${number(n)} decisions needed`),
  toolName,
  asks: {
    call: (agent: string) => `${agent} wants to:`,
    question: (agent: string) => `${agent} asks:`,
    loop: (agent: string) => `${agent} wants to repeat the same call:`,
    rerun: (agent: string) => `${agent} was interrupted during:`,
  },
  about: {
    call: '',
    question: '',
    loop: 'It has made exactly this call several times in a row and may be stuck in a loop.',
    rerun: 'It may already be done, in part or in full. Check before you rerun it.',
  },
  risks: {
    read: 'Reads only',
    write: 'Writes',
    network: 'Uses the network',
    run: 'Can do anything on this computer that its program can do',
  },
  marks: { read: 'Reads', write: 'Writes', network: 'Network', run: 'Runs' },
  tool: 'Tool',
  risk: 'Risk',
  arguments: 'Details',
  noArguments: 'No arguments.',
  task: 'Task:',
  once: 'Allow once',
  always: 'Always allow…',
  alwaysAbout: (agent: string, tool: string) =>
    `${agent} will use ${toolName(tool)} without asking, with any arguments, in all its tasks, until you revoke this under Settings › Permissions.`,
  alwaysConfirm: 'Always allow',
  deny: 'Deny…',
  denyConfirm: 'Deny',
  feedback: 'Message to the agent (optional)',
  allow: 'Allow',
  rerun: 'Rerun',
  answer: 'Your answer',
  send: 'Send answer',
  noAnswer: 'Don’t answer',
  choices: 'Suggested answers',
  decided: (n: number) => (n > 0 ? `Decided. ${number(n)} to go.` : 'Decided.'),
  keys: 'Shortcuts: O allows once, A always allows, D denies, arrow keys move.',
  hidden: 'Invisible characters are written out, like \\u{202E}.',
}

export const permissions = {
  title: 'Permissions',
  about:
    'What agents may do without asking because you chose “Always allow”. Everything else follows each agent’s own rules.',
  none: 'No standing permissions.',
  revoke: 'Revoke',
  revokeLabel: (agent: string, tool: string) => `Revoke: ${agent}, ${toolName(tool)}`,
  revoked: (agent: string) => `${agent} will ask again.`,
  goneAgent: 'Deleted agent',
}

export const attention = {
  needsDecisionTitle: 'AIOS needs your decision',
  needsDecision: (n: number) => (n === 1 ? 'A task is waiting for you.' : `${count(n, 'task')} are waiting for you.`),
  doneTitle: 'Task done',
  failedTitle: 'Task failed',
  took: (words: string) => `Took ${words}.`,
}
