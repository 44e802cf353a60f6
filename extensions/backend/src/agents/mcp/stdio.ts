import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client'
import { type Program, type ProgramOptions, startProgram } from '../../programs/program.ts'
import { ReadBuffer, serializeMessage } from './sdk.ts'

/**
 * Speaks with a program over its stdin and stdout. Not the transport of the SDK: this one gives the program a group of
 * its own, so that closing ends it with all that it started.
 */
export const stdioTransport = (options: ProgramOptions): Transport => {
  const buffer = new ReadBuffer()
  let program: Program | undefined

  const read = (transport: Transport, chunk: Buffer) => {
    try {
      buffer.append(chunk)
    } catch (error) {
      transport.onerror?.(error as Error) // more than a message may have
      void transport.close()
      return
    }
    for (;;) {
      try {
        const message = buffer.readMessage()
        if (message === null) return
        transport.onmessage?.(message)
      } catch (error) {
        transport.onerror?.(error as Error) // one line that is no message; the next may be
      }
    }
  }

  return {
    start(): Promise<void> {
      program = startProgram({
        ...options,
        onExit: (reason) => {
          options.onExit(reason)
          setTimeout(() => this.onclose?.(), 0) // what it wrote last is read before
        },
      })
      const { child, started } = program
      child.stdin?.on('error', (error) => this.onerror?.(error))
      child.stdout?.on('error', (error) => this.onerror?.(error))
      child.stdout?.on('data', (chunk: Buffer) => read(this, chunk))
      return started
    },
    send(message: JSONRPCMessage): Promise<void> {
      const stdin = program?.child.stdin
      if (!stdin?.writable) return Promise.reject(new Error('The server is not running.'))
      const { promise, resolve } = Promise.withResolvers<void>()
      if (stdin.write(serializeMessage(message))) resolve()
      else stdin.once('drain', resolve).once('close', resolve)
      return promise
    },
    async close(): Promise<void> {
      await program?.end()
      buffer.clear()
    },
  }
}
