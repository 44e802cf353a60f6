import type { FromServer, ToServer } from '../../extensions/backend/src/base/server-protocol.ts'

/**
 * A server process that does as its script says, in the words of protocol.ts, one after the other: for what the real
 * server does too rarely to be tested.
 */
const say = (message: FromServer) => process.send?.(message)

const steps: Record<string, (start: ToServer & { type: 'start' }) => void> = {
  listen: ({ port }) => say({ type: 'listening', port: port || 50505 }),
  beat: () => void setInterval(() => say({ type: 'beat' }), 20),
  unable: () => say({ type: 'unable', message: 'There is no room for the data.' }),
  restart: () => say({ type: 'restart', message: 'The data went away.' }),
  tell: ({ afterCrash }) => console.error(`after a crash: ${afterCrash}`),
  print: () => console.error('a line of a library'),
  leak: ({ token }) => console.error(JSON.stringify({ level: 30, msg: `${token} sk-abcdefghijklmnopqrstuvwxyz` })),
  crash: () => {
    throw new Error('cannot go on')
  },
  end: () => process.exit(3),
  deaf: () => process.removeAllListeners('disconnect'),
}

const script = process.argv.slice(2)
process.on('disconnect', () => process.exit())
process.on('message', (message: ToServer) => {
  if (message.type === 'shutdown') return script.includes('deaf') ? undefined : process.exit()
  for (const step of script) steps[step]?.(message)
})
