import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'

const decoders: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

/** The body of an answer as it was before compression, which some send though nobody asked for it. */
export const decoded = (message: IncomingMessage): Readable => {
  const decoder = decoders[message.headers['content-encoding'] ?? '']
  return decoder ? (pipeline(message, decoder(), () => undefined) as unknown as Readable) : message
}
