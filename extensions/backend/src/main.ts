import * as words from './base/words/index.ts'
import { version } from './runtime.ts'
import { startServerProcess } from './supervisor/fork.ts'

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
  if (role === '--help') return void process.stdout.write(words.commandLine.usage(version))
  process.stderr.write(words.commandLine.usage(version))
  process.exitCode = 2
}

void main(process.argv.slice(2))
