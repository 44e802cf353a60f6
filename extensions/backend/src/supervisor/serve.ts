import { parseArgs } from 'node:util'
import { dataDirectory } from '../base/data-dir.ts'
import { fail } from '../base/errors.ts'
import * as words from '../base/words/index.ts'
import { uiFolder, version } from '../runtime.ts'
import type { ServerProcess } from './fork.ts'
import { developmentOrigins, isPort, newToken, refuse } from './launch.ts'
import { openJournal } from './log-writer.ts'
import { oneShutdown, surviveClosedOutput, watchParent } from './shutdown.ts'
import { standIn } from './stand-in.ts'
import { type State, supervise } from './supervisor.ts'

/** The role `serve`: the same backend with no app around it, for a browser or for other programs. */
export const serve = async (first: ServerProcess, options: string[]): Promise<void> => {
  surviveClosedOutput()
  const { port, ui, watchesParent, token } = readSettings(first, options)
  const dataDir = dataDirectory()
  const journal = await openJournal({ dataDir, secrets: [token] })
  let shown = 0

  const onState = (state: State) => {
    if (state.state === 'failed') return shown ? failed(state) : shutdown('the server cannot be started', 1)
    if (state.state !== 'ready') return
    process.stdout.write(`BACKEND_PORT:${state.port}\n`)
    if (state.port === shown) return
    shown = state.port
    // For the person at this terminal. It holds the token, so it does not go through the log.
    process.stderr.write(
      `${words.commandLine.address(`http://127.0.0.1:${state.port}/#token=${encodeURIComponent(token)}`)}\n`,
    )
  }

  /** A page that is open learns why from here, and can ask for another try. */
  const failed = (state: Extract<State, { state: 'failed' }>) => {
    process.stderr.write(`${words.commandLine.stopped(state.cause)}\n`)
    const onRetry = () => void stand.close().then(supervisor.retry)
    const stand = standIn({ port: shown, token, origins, version, state, onRetry })
  }

  const origins = developmentOrigins()
  const supervisor = supervise({
    first,
    start: { token, port, fixedPort: port !== 0, dataDir, origins, ui, version },
    journal,
    onState,
  })
  const shutdown = oneShutdown({ log: journal.log, stop: supervisor.stop })
  if (watchesParent) watchParent(() => shutdown('the process that started this one is gone'))
}

const readSettings = (first: ServerProcess, args: string[]) => {
  try {
    const { values } = parseArgs({ args, options: { ui: { type: 'string' }, 'watch-parent': { type: 'boolean' } } })
    const token = tokenOf(process.env.AIOS_TOKEN)
    delete process.env.AIOS_TOKEN
    return { port: portOf(process.env.PORT), ui: values.ui ?? uiFolder(), watchesParent: values['watch-parent'], token }
  } catch (error) {
    return refuse(first, error as Error, 2)
  }
}

const portOf = (text = '0'): number => {
  const port = Number(text)
  if (port === 0 || isPort(port)) return port
  return fail('port.invalid', words.commandLine.badPort(text))
}

/** Whatever a header can carry: how hard it is to guess is up to who sets it. */
const tokenOf = (token = newToken()): string =>
  /^[\x21-\x7e]{1,1000}$/.test(token) ? token : fail('token.invalid', words.commandLine.badToken)
