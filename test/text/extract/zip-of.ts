import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** A ZIP of these files, in this order; the first is stored as it is, as OpenDocument and EPUB want their `mimetype`. */
export const zipOf = (files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> => {
  const zip = new ZipFile()
  for (const [at, [path, content]] of Object.entries(files).entries()) {
    zip.addBuffer(Buffer.from(content as string), path, { compress: at > 0 })
  }
  zip.end()
  return buffer(zip.outputStream)
}
