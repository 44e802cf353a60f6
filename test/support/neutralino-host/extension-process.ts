import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

type Options = {
  command: string
  handshake: object
  cwd: string
  env: NodeJS.ProcessEnv
  onOutput: (text: string) => void
}

/**
 * Starts an extension as the core does: through a shell, in a process group of its own, with the handshake written to
 * its standard input, which is then closed.
 */
export const startExtension = ({ command, handshake, cwd, env, onOutput }: Options) => {
  const child: ChildProcess =
    process.platform === 'win32'
      ? spawn(`cmd.exe /c "${command}"`, { cwd, env, shell: false, windowsVerbatimArguments: true })
      : spawn('sh', ['-c', command], { cwd, env, detached: true })
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }) as { code: number; signal: string })
  child.stdout?.on('data', (bytes) => onOutput(bytes.toString()))
  child.stderr?.on('data', (bytes) => onOutput(bytes.toString()))
  child.stdin?.on('error', () => onOutput('(the extension did not read its handshake)\n'))
  child.stdin?.end(JSON.stringify(handshake))
  return { pid: child.pid, exited, kill: () => child.kill('SIGKILL') }
}
