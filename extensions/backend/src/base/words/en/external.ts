import { count, megabytes } from './format.ts'

/** Programs that AIOS starts, for MCP servers and agents alike. */
export const programs = {
  endedBy: (signal: string) => `It was ended by ${signal}.`,
  exited: (code: number | null) => `It exited with code ${code}.`,
  notExecutable: (command: string) => `“${command}” can’t be run. Enter the path of a program.`,
  missing: (command: string) => `There is no program “${command}”. Install it, or enter its full path.`,
  missingIn: (command: string, folder: string) =>
    `There is no program “${command}”, or no folder ${folder}. Correct them.`,
  says: (message: string) => `It says: ${message}`,
  saysNothing: 'nothing',
  noSecret: (name: string) => `${name}: has no saved value. Enter one.`,
}

/** Agents that are programs of their own. */
export const externalAgents = {
  slow: (seconds: number) => `There was no response within ${count(seconds, 'second')}.`,
  notAllowed: (commandLine: string, agent: string) =>
    `“${commandLine}” isn’t allowed to run yet. Allow it for ${agent} and retry.`,
  noFolder: (agent: string) => `${agent} has no folder to work in. Choose one and retry.`,
  folderGone: (folder: string) => `The folder ${folder} doesn’t exist. Choose another for this agent and retry.`,
  notFolder: (path: string) => `${path} isn’t a folder. Choose one for this agent and retry.`,
  noValues: (names: readonly string[], agent: string) =>
    `${names.join(', ')}: no value is set. Enter one for ${agent} and retry.`,
  ending: 'AIOS is shutting down.',
  version: (its: number, ours: number) =>
    `It uses version ${its} of the protocol, and AIOS uses version ${ours}. Update the older one.`,
  longMessage: (bytes: number) => `It wrote a message larger than ${megabytes(bytes)}.`,
  tooMuch: (bytes: number) => `It wrote more than ${megabytes(bytes)}.`,
  closedOutput: 'It closed its output.',
  signIn: (agent: string, ways: string) =>
    `${agent} needs you to sign in${ways && ` (${ways})`}. Sign in with its own program, or set its key as a variable, and retry.`,
  says: (agent: string, message: string, details: string) => `${agent} says: ${message}${details && ` (${details})`}`,
  endedMidway: (agent: string, reason: string) => `${agent} ended in the middle of its work. ${reason}`,
  cutOff: (isCrash: boolean) =>
    `${isCrash ? 'AIOS crashed' : 'AIOS was ended from outside, or the computer was switched off,'} while the program was working. Its session is lost, along with anything it was asking you. Resume to continue from what it had said.`,

  workWithoutAsking: 'work without asking before it writes or runs something',
  unclear: (agent: string) =>
    `${agent} doesn’t say whether it asks first, so it may write or run something without asking`,
  forbidden: (agent: string) =>
    `${agent} wasn’t started: it can’t be made to ask before it acts, and there are things it may not do. Change its permissions, or use another agent.`,
  refused: (agent: string) =>
    `${agent} wasn’t started: it can’t be made to ask before it acts, and you didn’t allow that.`,
  write: (path: string) => `Write ${path}`,

  starting: (agent: string) => `Starting ${agent}`,
  started: (agent: string) => `Started ${agent}`,
  resumed: (agent: string) => `Resumed the session with ${agent}`,
  answering: (agent: string) => `${agent} is answering`,
  answered: (agent: string) => `${agent} answered`,
  thought: (agent: string) => `${agent} thought`,
  working: 'Working',
  plan: (done: number, of: number) => `Plan: ${done} of ${of} done`,
  changed: (files: number, folder: string | undefined) =>
    `It changed ${count(files, 'file')}${folder ? ` in ${folder}` : ''}:`,
  more: (files: number) => `and ${files} more`,
  saving: 'Saving the folder so that changes can be undone',
  saved: (files: number, isGit: boolean) =>
    `Saved the folder (${count(files, 'file')}${isGit ? ', except those that git ignores' : ''}) so that changes can be undone`,
  notSaved: (reason: string, agent: string) =>
    `Not every change can be undone: the folder wasn’t saved because ${reason}. Only files that ${agent} names before it writes them can be restored`,
  changesLater: '*The changes to its files couldn’t be saved yet. AIOS tries again at its next start.*',
  changesLeft: (changes: number) =>
    `*At least ${count(changes, 'change')} to its files can’t be undone here: there were too many.*`,
  stopped: {
    tokens: '*It stopped here at the token limit of its model.*',
    requests: '*It stopped here at its own limit of requests.*',
    refusal: '*Its model refused to continue.*',
    cancelled: '*It was stopped before it finished.*',
  },

  needsNode: (signIn: string) =>
    `Needs Node. npx downloads the adapter the first time it starts. Sign in with “${signIn}”, or set a key.`,
  needsInstall: (packageName: string, signIn: string) =>
    `Must be installed (${packageName}). Sign in with “${signIn}”.`,
  needsInstallOrKey: (packageName: string, signIn: string) =>
    `Must be installed (${packageName}). Sign in with “${signIn}”, or set a key.`,
  needsQwen: 'Must be installed (@qwen-code/qwen-code). Works with any OpenAI-compatible server.',
  needsGoose: 'Must be installed and set up with “goose configure”.',
}

/** Files that such an agent asks AIOS to read or write, as it and people read of them. */
export const agentFiles = {
  outside: (path: string, root: string) =>
    `${path} is not in the chosen folder, ${root}. Only files in it can be read or written.`,
  notAbsolute: (path: string) => `${path} is not a full path.`,
  missing: (path: string) => `There is no file ${path}.`,
  unreadable: (path: string, code: string | undefined) => `${path} can’t be read (${code}).`,
  notFile: (path: string) => `${path} is not a file.`,
  notText: (path: string) => `${path} is not a text file.`,
  tooLarge: (path: string, bytes: number) => `${path} is larger than ${megabytes(bytes)}.`,
  tooMuch: (path: string, bytes: number) => `This is more than ${megabytes(bytes)}, so it wasn’t written to ${path}.`,
  denied: (path: string) => `The user did not allow writing ${path}. Do not try it in another way.`,
}

/** MCP servers, and the settings that are pasted for them. */
export const mcp = {
  unknown: (id: string) => `There is no MCP server ${id}.`,
  unknownTool: (server: string, tool: string) => `${server} has no tool ${tool}.`,
  off: (server: string) => `${server} was turned off.`,
  changed: (server: string) => `${server} has changed this tool, so it wasn’t called. Read its new description.`,
  stopped: 'The MCP server was stopped.',
  endedTooOften: (reason: string) => `It ended too often to be restarted. ${reason}`.trim(),
  connectionLost: 'The connection was lost.',
  notReady: (seconds: number) => `It wasn’t ready after ${count(seconds, 'second')}. Check its log.`,
  endedEarly: 'It ended before it was ready. Check its log.',
  slow: (seconds: number) => `It didn’t respond within ${count(seconds, 'second')}.`,
  endedMidway: 'The server ended during the call. It is not known whether the call was carried out.',
  refused: (host: string, status: number) =>
    `${host} refused access (HTTP ${status}). Add the header it requires, usually Authorization.`,
  notFound: (url: string) => `There is no MCP server at ${url}. Correct the address; it usually ends in /mcp.`,
  status: (host: string, status: number) => `${host} returned an error (HTTP ${status}).`,
  used: (tool: string) => `Used ${tool}`,
  failed: (tool: string) => `${tool} failed`,
  badJson: (reason: string) => `Invalid JSON: ${reason}. Copy all of it.`,
  noServers: 'These settings contain no server. They should look like {"mcpServers": {"name": {"command": "…"}}}.',
  oldTransport: 'This server uses SSE, an older transport. Ask for its streamable HTTP address.',
  placeholders: (names: readonly string[]) => `Replace ${names.join(', ')} with your own values.`,
  downloads: 'It is downloaded the first time it starts, in its newest version unless one is given.',
}
