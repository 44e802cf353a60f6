// All of the ACP SDK that is used, in one place, so that it is loaded as one part with the first agent.
export {
  client,
  MessageTooLargeError,
  methods,
  ndJsonStream,
  PROTOCOL_VERSION,
  RequestError,
} from '@agentclientprotocol/sdk'
