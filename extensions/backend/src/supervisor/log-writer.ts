import { createInterface } from 'node:readline'
import { createLogger, forPeople, type Logger, redact } from '../base/log.ts'
import { logFiles } from '../base/log-files.ts'
import { loggedMark } from '../base/server-protocol.ts'
import * as words from '../base/words/index.ts'
import type { ServerProcess } from './fork.ts'

const TAIL_LINES = 50
const MAX_LINE_LENGTH = 1000

export type Journal = {
  log: Logger
  /** Takes in what another process prints, line by line. */
  follow(spawned: ServerProcess, name: string): void
  /** The last lines, for people. */
  tail(): Promise<string[]>
}

/**
 * Where every line of this program's log goes, the server's too: redacted, then to the log files (the server puts its own
 * there itself) and to stderr (for people when that is a terminal, JSON when not), and the last ones are kept for the
 * window to show after a failure.
 */
export const openJournal = async ({ dataDir, secrets }: { dataDir: string; secrets: string[] }): Promise<Journal> => {
  const { stderr } = process
  const pretty = stderr.isTTY ? await forPeople({ colour: stderr.hasColors() }) : (line: string) => `${line}\n`
  const last: string[] = []

  const show = (line: string) => {
    if (stderr.writable) stderr.write(pretty(line))
  }
  const file = attempts(() => logFiles({ dataDir }), show)

  const take = (raw: string, keep?: (line: string) => void): void => {
    const line = redact(raw.trimEnd(), secrets)
    if (!line) return
    last.push(line)
    if (last.length > TAIL_LINES) last.shift()
    show(line)
    keep?.(line)
  }
  const write = (raw: string) => take(raw, file)

  const log = createLogger('supervisor', { write })

  const follow = ({ child }: ServerProcess, name: string) => {
    // What is no JSON comes from Node itself or from a library: a crash's stack, a warning.
    const printed = createLogger(name, { write }, child.pid)
    for (const input of [child.stdout, child.stderr]) {
      if (!input) continue
      createInterface({ input }).on('line', (line) => {
        if (line.startsWith(loggedMark)) return take(line.slice(loggedMark.length))
        if (isJson(line)) return write(line)
        if (line.trim()) printed.warn(line)
      })
    }
  }

  const tail = async () => {
    const text = await forPeople({ colour: false })
    const lines = last.flatMap((line) => text(line).trimEnd().split('\n'))
    return lines.slice(-TAIL_LINES).map((line) => line.slice(0, MAX_LINE_LENGTH))
  }

  return { log, follow, tail }
}

const isJson = (line: string) => line.startsWith('{"') && line.endsWith('}')

/** A full disk or a read-only folder must not end the program, nor fill the terminal: it is said once, until it works again. */
const attempts = (open: () => { append(text: string): void }, complain: (line: string) => void) => {
  let files: { append(text: string): void } | undefined
  let said = false
  return (line: string) => {
    try {
      files ??= open()
      files.append(`${line}\n`)
      said = false
    } catch (error) {
      if (!said) complain(words.commandLine.noLogFiles((error as Error).message))
      said = true
    }
  }
}
