import { seconds } from './format.ts'

const startedByWindow = 'The AIOS window starts the role “extension”. Without a window, use “serve”.'

/** Why the server process is gone, or can’t be started. */
export const serverProcess = {
  notStarted: (reason: string) => `The server couldn’t be started: ${reason}`,
  endedBy: (signal: string) => `The server was ended by ${signal}.`,
  exited: (code: number | null) => `The server exited with code ${code}.`,
  unresponsive: (milliseconds: number) => `The server didn’t respond for ${seconds(milliseconds)}.`,
  failed: 'AIOS has stopped working. Its log has the reason.',
}

export const handshake = {
  late: (milliseconds: number) => `No handshake arrived within ${seconds(milliseconds)}. ${startedByWindow}`,
  notOne: `Standard input didn’t contain a handshake. ${startedByWindow}`,
  lacks: (fields: readonly string[]) => `The handshake lacks ${fields.join(', ')}. ${startedByWindow}`,
  badPort: `The nlPort of the handshake isn’t a port. ${startedByWindow}`,
}

export const link = {
  unreachable: (port: string, reason: string) => `The core of the app doesn’t respond on port ${port}: ${reason}`,
}

/** What is printed where AIOS runs without a window. */
export const commandLine = {
  address: (url: string) => `AIOS is at ${url}`,
  stopped: (cause: string) => `AIOS has stopped working: ${cause} Retry from its page, or end it with Ctrl+C.`,
  noLogFiles: (reason: string) => `Log files can’t be written: ${reason}`,
  badPort: (value: string) => `PORT must be a whole number from 0 to 65535, not “${value}”.`,
  badToken: 'AIOS_TOKEN must be printable ASCII without spaces.',
  usage: (version: string) => `AIOS backend ${version}

  aios-backend serve [--ui <folder>] [--watch-parent]
      Runs without the app’s window, for a browser or other programs, on 127.0.0.1.
      Reads PORT (default: any free port), AIOS_TOKEN (default: a new token) and AIOS_DATA_DIR.
      --ui <folder>     serves the built interface in this folder instead of the bundled one
      --watch-parent    exits when the process that started it exits
  aios-backend mcp
      Offers the library over MCP, on stdin and stdout, to the program that starts it.
      Reads AIOS_DATA_DIR. The app may be running.
  aios-backend restore [<name>] [--list]
      Restores a copy of the database, or the newest undamaged one. AIOS must not be running.
      The current database is kept as a copy. --list shows the copies.
  aios-backend check [--repair] [--json]
      Checks the database, and every original against its checksum. The app may be running. Writes nothing.
      --repair repairs the database, replaces damaged originals with files from synced folders, and has their
      documents read again. AIOS must not be running.
      Exits with 0 if all is well, with 1 if something is wrong.
  aios-backend extension
      Started by the app’s window, which writes a handshake to standard input.
  aios-backend --version | --help
`,
}
