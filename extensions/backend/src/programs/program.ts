import type { ChildProcess } from 'node:child_process'
import spawn from 'cross-spawn'
import * as words from '../base/words/index.ts'
import { endTree, markVariable } from './process-tree.ts'
import { environment } from './program-environment.ts'

export type ProgramOptions = {
  command: string
  args: readonly string[]
  folder?: string | undefined
  env: Readonly<Record<string, string>>
  /** Tells the processes of this program from all others. */
  mark: string
  /** Hears each line that the program writes to its stderr. */
  onLine(line: string): void
  /** The process is there. */
  onSpawn(pid: number): void
  /** The process is gone; `reason` for people. */
  onExit(reason: string): void
}

export type Program = {
  child: ChildProcess
  /** Resolves once it runs. @throws what the system says */
  started: Promise<void>
  /** Ends it with all that it started, within a second. */
  end(): Promise<void>
}

/** Characters of a line of the log that are kept. */
const MAX_LINE_LENGTH = 500

/** Starts another program in a group of its own, so that it is ended with all that it started. */
export const startProgram = (options: ProgramOptions): Program => {
  const { command, args, folder, env, mark, onLine, onSpawn, onExit } = options
  const { promise: started, resolve, reject } = Promise.withResolvers<void>()
  const child = spawn(command, [...args], {
    cwd: folder,
    env: { ...environment(env), [markVariable]: mark },
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: 'pipe',
  })
  let ending: Promise<void> | undefined
  const end = () => {
    ending ??= endTree(child, mark)
    return ending
  }
  child.once('spawn', () => {
    onSpawn(child.pid as number)
    resolve()
  })
  child.once('error', reject)
  // Not `close`: what it started may hold its pipes open.
  child.once('exit', (code, signal) => {
    onExit(signal ? words.programs.endedBy(signal) : words.programs.exited(code))
    void end()
  })
  child.stderr?.setEncoding('utf8').on('data', lines(onLine))
  return { child, started, end }
}

/** Takes text as it comes and tells its lines, of which only the beginning is ever held. */
const lines = (tell: (line: string) => void) => {
  let open = ''
  return (text: string): void => {
    const [first = '', ...more] = text.split(/\r?\n/)
    open = (open + first).slice(0, MAX_LINE_LENGTH)
    for (const next of more) {
      if (open.trim()) tell(open)
      open = next.slice(0, MAX_LINE_LENGTH)
    }
  }
}
