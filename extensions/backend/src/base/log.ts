import { type DestinationStream, type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/**
 * What is written to it is out at once. Pino's own destination keeps lines back, and at the process's end tries for ever
 * to get rid of them where nobody reads any more: a server whose supervisor was killed would stay.
 */
export const toStderr = (): DestinationStream => {
  process.stderr.on('error', () => undefined)
  return { write: (line) => void process.stderr.write(line) }
}

/**
 * A process's log: one JSON object a line. The server's goes into the log files and to its stderr, which the supervisor
 * reads and passes on; the supervisor's own goes the same way. No transports: they do not work in the executable.
 */
export const createLogger = (name: string, destination: DestinationStream = toStderr(), pid = process.pid): Logger =>
  pino(
    {
      level: process.env.AIOS_LOG_LEVEL || 'info',
      base: { pid, name },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    destination,
  )

/** What stands in place of a secret. */
export const hidden = '[redacted]'
const secretName = String.raw`[\w-]*(?:token|authorization|api[-_]?key|secret|password|cookie)`
const patterns: [RegExp, string][] = [
  // "token": "…" in JSON, also in JSON within a JSON string, and token='…' or token=… in text
  [new RegExp(String.raw`(\b${secretName}\\*["']?\s*[:=]\s*\\*["'])(?:(?!\\*["']).)+`, 'gi'), `$1${hidden}`],
  [new RegExp(String.raw`(\b${secretName}=)[^\s&"'\\]+`, 'gi'), `$1${hidden}`],
  [/\b(authorization: *)[^\s"'\\]+( +[^\s"'\\]+)?/gi, `$1${hidden}`],
  [/\b(Bearer|Basic) +[\w.~+/=-]{8,}/gi, `$1 ${hidden}`],
  [/\bsk-[\w-]{16,}/g, hidden],
]

/** Characters below which taking a secret out by itself would take ordinary words out of the log with it. */
const MIN_SECRET_LENGTH = 6

/** A line of a log without what must stay secret: the `secrets` themselves, and whatever is named like one. */
export const redact = (line: string, secrets: readonly string[] = []): string => {
  const known = secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .reduce((text, secret) => text.replaceAll(secret, hidden), line)
  return patterns.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), known)
}

/** Turns a line of JSON into lines for people; loaded only where somebody reads. Other text comes back as it is. */
export const forPeople = async ({ colour }: { colour: boolean }): Promise<(line: string) => string> => {
  // A CommonJS package: in a bundle `import()` gives it as the default alone.
  const { default: pretty } = await import('pino-pretty')
  return pretty.prettyFactory({ colorize: colour, ignore: 'pid', translateTime: 'SYS:HH:MM:ss.l' })
}
