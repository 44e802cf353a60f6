import { setTimeout as wait } from 'node:timers/promises'
import { dataDirectory } from '../base/data-dir.ts'
import { version } from '../runtime.ts'
import type { LinkEvents } from '../shared/contract/link.ts'
import type { ServerProcess } from './fork.ts'
import { readHandshake } from './handshake.ts'
import { developmentOrigins, isPort, newToken, refuse } from './launch.ts'
import { connectLink, type Link } from './link.ts'
import { openJournal } from './log-writer.ts'
import { oneShutdown, surviveClosedOutput, watchParent } from './shutdown.ts'
import { type State, supervise } from './supervisor.ts'

/** How long a closed window's page may take to say `aios.quit` before the backend ends the app in its stead. */
const pagePatience = 400

/** The role `extension`: started by the Neutralino core, it keeps a server and tells the app's windows where it is. */
export const extension = async (first: ServerProcess): Promise<void> => {
  surviveClosedOutput()
  const handshake = await readHandshake(process.stdin).catch((error) => refuse(first, error, 2))
  const token = newToken()
  const dataDir = dataDirectory()
  const journal = await openJournal({ dataDir, secrets: [token, handshake.nlToken, handshake.nlConnectToken] })
  const { log } = journal
  let link: Link | undefined
  let windowClosed = false
  const pageQuits = Promise.withResolvers<'yes'>()

  const tell = <Name extends keyof LinkEvents>(event: Name, data: LinkEvents[Name]) => {
    link?.broadcast(event, data).catch((error) => log.warn({ event }, `The window was not told: ${error.message}`))
  }

  const announce = (state: State) => {
    if (state.state === 'ready') return tell('aios.ready', { port: state.port, token, version })
    tell('aios.state', state)
  }

  const supervisor = supervise({
    first,
    start: {
      token,
      // PORT is preferred here, not required: a window must not stay empty because something else has that port.
      port: isPort(Number(process.env.PORT)) ? Number(process.env.PORT) : 0,
      fixedPort: false,
      dataDir,
      origins: [`http://127.0.0.1:${handshake.nlPort}`, ...developmentOrigins()],
      version,
    },
    journal,
    onState(state) {
      if (state.state === 'ready') process.stdout.write(`BACKEND_PORT:${state.port}\n`)
      announce(state)
    },
  })

  const shutdown = oneShutdown({
    log,
    stop: supervisor.stop,
    async farewell() {
      if (!windowClosed || !link) return
      // The page ends the app when it sees this extension go. One that hangs or died does not.
      if (await Promise.race([pageQuits.promise, wait(pagePatience)])) return
      await link.call(process.platform === 'darwin' ? 'app.killProcess' : 'app.exit', {}, { timeout: 300 })
    },
  })
  watchParent(() => shutdown('the app is gone'))

  const onEvent = (event: string) => {
    if (event === 'aios.hello') announce(supervisor.state)
    if (event === 'aios.retry') supervisor.retry()
    if (event === 'aios.quit') pageQuits.resolve('yes')
    if (event === 'windowClose') windowClosed = true
    if (event === 'aios.quit' || event === 'windowClose') shutdown('the window was closed')
  }

  try {
    link = await connectLink(handshake, { onEvent, onClose: () => shutdown('the app is gone') })
    announce(supervisor.state) // for a window that was faster
  } catch (error) {
    log.fatal((error as Error).message)
    shutdown('there is no link to the app', 1)
  }
}
