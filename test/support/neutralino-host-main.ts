import { startNeutralinoHost } from './neutralino-host.ts'
import type { HostFacts, HostOrder, HostReport } from './neutralino-host-process.ts'

/** The double in a process of its own: told what to do over IPC, ends when whoever started it is gone. */
const report = (message: HostReport) => process.send?.(message)

const host = await startNeutralinoHost({ ...JSON.parse(process.argv[2] ?? '{}'), onExit: (code) => process.exit(code) })

process.on('disconnect', () => process.exit())
process.on('message', (order: HostOrder) => {
  if (order === 'closeWindow') host.closeWindow()
  if (order === 'output') report({ output: host.output() })
  if (order === 'politeCloses') report({ politeCloses: host.politeCloses.length })
})
const facts: HostFacts = {
  port: host.port,
  token: host.token,
  connectToken: host.connectToken,
  extensions: host.processes.map(({ pid }) => pid),
}
report({ facts })
