import { count } from './format.ts'

/** What a tool is called where people read of it: `write_file, of the MCP server files`. */
const toolName = (tool: string): string => {
  const [, server, name] = /^mcp__([a-z0-9-]+)__(.+)$/.exec(tool) ?? []
  if (server && name) return `${name}, of the MCP server ${server}`
  const [, fetch, site] = /^(fetch_url) (.+)$/.exec(tool) ?? []
  return fetch && site ? `${fetch}, from ${site}` : tool
}

export const approvals = {
  title: (n: number) => (n === 1 ? 'Waits for you' : `${count(n, 'thing')} to decide`),
  toolName,
  asks: {
    call: (agent: string) => `${agent} asks whether it may do this`,
    question: (agent: string) => `${agent} asks you`,
    loop: (agent: string) => `${agent} wants to do the same thing once more, with the same arguments`,
    rerun: (agent: string) => `${agent} was cut off while it did this`,
  },
  about: {
    call: '',
    question: '',
    loop: 'It has made this very call several times in a row and may be going round in circles.',
    rerun: 'It may have been done already, in part or whole. Look before you have it done again.',
  },
  risks: {
    read: 'Reads only',
    write: 'Writes',
    network: 'Goes to the network',
    run: 'Can do anything on this computer that its program can',
  },
  marks: { read: 'Reads', write: 'Writes', network: 'Network', run: 'Runs' },
  tool: 'Tool',
  risk: 'Risk',
  arguments: 'What it would do it with',
  noArguments: 'Nothing: it takes no arguments.',
  task: 'For',
  once: 'Allow once',
  always: 'Always allow…',
  alwaysAbout: (agent: string, tool: string) =>
    `${agent} will call ${toolName(tool)} without asking, with whatever arguments, in all its tasks, until you take that back in the settings.`,
  alwaysConfirm: 'Allow from now on',
  deny: 'Deny…',
  denyConfirm: 'Deny',
  feedback: 'What to tell the agent (it may be left empty)',
  allow: 'Let it',
  rerun: 'Do it again',
  answer: 'Your answer',
  send: 'Answer',
  noAnswer: 'Do not answer',
  choices: 'Answers to choose from',
  decided: (n: number) => (n > 0 ? `Decided. ${count(n, 'thing')} to go.` : 'Decided.'),
  keys: 'Keys: O allows once, A always, D denies, arrows go to the next.',
  hidden: 'Characters that cannot be seen are written out, like \\u{202E}.',
}

export const permissions = {
  title: 'Permissions',
  about:
    'What agents may do without asking, since you said “always”. Whatever is not listed is asked for, as the agent says.',
  none: 'Nothing: no agent was allowed anything for always.',
  revoke: 'Take back',
  revokeLabel: (agent: string, tool: string) => `Take back: ${agent}, ${toolName(tool)}`,
  revoked: (agent: string) => `${agent} asks again from now on.`,
  goneAgent: 'An agent that was deleted',
}

export const attention = {
  needsDecisionTitle: 'AIOS waits for you',
  needsDecision: (n: number) => (n === 1 ? 'A task asks you something.' : `${count(n, 'task')} ask you something.`),
  doneTitle: 'A task is done',
  failedTitle: 'A task failed',
  took: (words: string) => `It took ${words}.`,
}
