import type { DestinationStream } from 'pino'
import { redact, toStderr } from '../base/log.ts'
import { logFiles } from '../base/log-files.ts'
import { loggedMark } from '../base/server-protocol.ts'

/**
 * Where the server's log goes: into the log files first, before the next thing happens, so that what an answer refers to
 * is there whoever is killed next; then to stderr, for the supervisor to show. A line that cannot be put into the files
 * is left to the supervisor, which says why.
 */
export const serverLog = (stderr: DestinationStream = toStderr()) => {
  let secrets: readonly string[] = []
  let open: (() => ReturnType<typeof logFiles>) | undefined
  let files: ReturnType<typeof logFiles> | undefined

  const isLogged = (line: string): boolean => {
    try {
      files ??= open?.()
      files?.append(line)
      return files !== undefined
    } catch {
      return false
    }
  }

  return {
    write(raw: string): void {
      const line = redact(raw, secrets)
      stderr.write(isLogged(line) ? loggedMark + line : line)
    },

    /** From now on lines are kept in that data directory; these secrets are left out of them. */
    writeTo(dataDir: string, known: readonly string[]): void {
      secrets = known
      open = () => logFiles({ dataDir })
    },
  }
}
