// All of the MCP SDK that the client's side uses, in one place, so that it is loaded as one part with the first server.
export { Client, ReadBuffer, StreamableHTTPClientTransport, serializeMessage } from '@modelcontextprotocol/client'
export { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/client/validators/cf-worker'
