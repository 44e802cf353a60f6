import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { redact } from '../../base/log.ts'
import type { LogLine, LogTail } from '../../shared/contract/diagnostics.ts'

type Parts = {
  dataDir: string
  /** What must not be shown; what is only named like a secret is left out anyway. */
  secrets: readonly string[]
}

/** Bytes at the end of the log that are looked at. */
const longestTail = 512 * 1024

/** The end of the log as the supervisor keeps it (`logs/aios.log`, one JSON object a line). */
export const logService = ({ dataDir, secrets }: Parts) => ({
  tail(count: number): LogTail {
    const path = join(dataDir, 'logs', 'aios.log')
    const lines = endOf(path).slice(-count)
    return { path, lines: lines.map((line) => toLine(redact(line, secrets))) }
  },
})

/** The last whole lines of a file; none where there is no file. */
const endOf = (path: string): string[] => {
  if (!existsSync(path)) return []
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const start = Math.max(size - longestTail, 0)
    const bytes = Buffer.alloc(size - start)
    const read = readSync(file, bytes, 0, bytes.length, start)
    const lines = bytes.toString('utf8', 0, read).split('\n')
    return lines.slice(start > 0 ? 1 : 0).filter((line) => line !== '')
  } finally {
    closeSync(file)
  }
}

/** pino's numbers. */
const levels: [number, LogLine['level']][] = [
  [60, 'fatal'],
  [50, 'error'],
  [40, 'warn'],
  [30, 'info'],
  [20, 'debug'],
]

type Written = {
  level?: number
  time?: string
  pid?: number
  name?: string
  msg?: string
  err?: { message?: string; stack?: string }
  [other: string]: unknown
}

const toLine = (line: string): LogLine => {
  const written = parse(line)
  if (!written) return { level: 'info', message: line }
  const { level = 30, time, pid: _, name, msg, err, ...rest } = written
  const facts = Object.keys(rest).length > 0 ? [JSON.stringify(rest)] : []
  const details = [...facts, ...(err ? [err.stack ?? err.message ?? JSON.stringify(err)] : [])].join('\n')
  return {
    ...(time !== undefined && { time }),
    level: levels.find(([least]) => level >= least)?.[1] ?? 'trace',
    ...(name !== undefined && { name }),
    message: msg ?? err?.message ?? '',
    ...(details !== '' && { details }),
  }
}

/** Undefined for what is no log line of ours: somebody may have written into the file. */
const parse = (line: string): Written | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Written) : undefined
  } catch {
    return undefined
  }
}
