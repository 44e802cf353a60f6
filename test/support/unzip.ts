import { buffer } from 'node:stream/consumers'
import yauzl from 'yauzl'

/** All entries of a ZIP, by path. Fails on paths that leave the folder and on sizes that are not true. */
export const unzip = async (bytes: Uint8Array): Promise<Map<string, Buffer>> => {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes))
  const files = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  }
  return files
}
