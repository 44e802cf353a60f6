import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { Logger } from '../../base/log.ts'
import type { LibraryService } from '../../services/agents/mcp-library.ts'
import { type OfferedTool, overHttp, readingServer } from './server.ts'
import { libraryTools } from './tools.ts'

type Parts = { library: LibraryService; version: string; log: Logger }

/** The library for programs that speak MCP; all its tools only read. */
const offered = (library: LibraryService): OfferedTool[] =>
  libraryTools.map(({ run, ...tool }) => ({ ...tool, run: (input, call) => run(library, input, call) }))

/** Answers requests over streamable HTTP. */
export const libraryOverHttp = ({ library, ...parts }: Parts) => overHttp({ ...parts, tools: offered(library) })

/** Speaks over this process's stdin and stdout until stdin ends; then calls `onEnd`. */
export const libraryOverStdio = ({ library, ...parts }: Parts, onEnd: () => void) => {
  const onerror = (error: Error) => parts.log.warn({ reason: error.message }, 'a message over stdio failed')
  serveStdio(() => readingServer({ ...parts, tools: offered(library) }), { onerror })
  process.stdin.once('end', onEnd).once('close', onEnd)
}
