import { version } from './runtime.ts'
import { startServerProcess } from './supervisor/fork.ts'

const usage = `AIOS backend ${version}

  aios-backend serve [--ui <folder>] [--watch-parent]
      Runs without the app's window, for a browser or for other programs, on 127.0.0.1.
      PORT (default: any free one), AIOS_TOKEN (default: a new one) and AIOS_DATA_DIR are honoured.
      --ui <folder>     the built interface to serve, when not the one that came along
      --watch-parent    ends when the process that started it ends
  aios-backend mcp
      Offers the library to another program, which starts this one, by MCP over stdin and stdout.
      AIOS_DATA_DIR is honoured; the app may run beside it.
  aios-backend restore [<name>] [--list]
      Goes back to a copy of the database, the newest sound one where none is named, while AIOS does not run.
      What is there now is kept as a copy, too. --list names the copies.
  aios-backend check [--repair] [--json]
      Checks the database, and every original against its checksum; the app may run beside it. Nothing is written,
      unless with --repair, which repairs the database, while AIOS does not run, takes damaged originals from followed
      folders and has their documents read again.
      Ends with 0 when all is well, with 1 when something is wrong.
  aios-backend extension
      Started by the app's window, which writes a handshake to its standard input.
  aios-backend --version | --help
`

/**
 * Which role is this process? Roles are loaded when chosen, so that the supervisor stays small, and a supervisor starts
 * its server before it loads itself, so that both start at once.
 */
const main = async ([role, ...options]: string[]): Promise<void> => {
  if (role === 'extension' && options.length === 0) {
    const server = startServerProcess()
    const { extension } = await import('./supervisor/extension.ts')
    return extension(server)
  }
  if (role === 'serve') {
    const server = startServerProcess()
    const { serve } = await import('./supervisor/serve.ts')
    return serve(server, options)
  }
  if (role === 'server' && process.channel) {
    const { startServer } = await import('./server/start.ts')
    return startServer()
  }
  if (role === 'mcp' && options.length === 0) {
    const { startLibrary } = await import('./server/start.ts')
    return startLibrary()
  }
  if (role === 'restore') {
    const { startRestore } = await import('./server/start.ts')
    return startRestore(options)
  }
  if (role === 'check') {
    const { startCheck } = await import('./server/start.ts')
    return startCheck(options)
  }
  if (role === '--version') return void process.stdout.write(`${version}\n`)
  if (role === '--help') return void process.stdout.write(usage)
  process.stderr.write(usage)
  process.exitCode = 2
}

void main(process.argv.slice(2))
