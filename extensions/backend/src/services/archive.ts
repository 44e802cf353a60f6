import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** SHA-256 and size in bytes of each file, by its path in the archive. */
export type FileList = Record<string, { sha256: string; size: number }>

/**
 * A ZIP that is made while it is read, at constant memory: text is made and originals are opened when their turn
 * comes, and `manifest.json`, which names every file's SHA-256, is the last entry.
 */
export const archive = () => {
  const zip = new ZipFile()
  const files: FileList = {}
  const taken = new Set<string>(['manifest.json'])
  let failure: unknown

  zip.on('error', (error: unknown) => {
    failure = error
    ;(zip.outputStream as Readable).destroy(error as Error)
  })

  /** The path itself, or with a number before its extension where another entry has it. */
  const free = (path: string): string => {
    const [, stem = path, extension = ''] = /^(.*?)(\.[^./]+)?$/s.exec(path) ?? []
    let candidate = path
    for (let n = 2; taken.has(candidate.toLowerCase()); n++) candidate = `${stem} (${n})${extension}`
    taken.add(candidate.toLowerCase())
    return candidate
  }

  return {
    /** Adds a text that `make` gives when its turn comes. */
    text(path: string, make: () => string): string {
      const name = free(path)
      zip.addReadStreamLazy(name, { compress: true }, (done) => {
        try {
          const bytes = Buffer.from(make(), 'utf8')
          files[name] = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length }
          done(null, Readable.from([bytes]))
        } catch (error) {
          done(error, Readable.from([]))
        }
      })
      return name
    },

    /** Adds bytes whose hash is known, opened when their turn comes. */
    file(path: string, { sha256, size, open }: { sha256: string; size: number; open: () => Readable }): string {
      const name = free(path)
      files[name] = { sha256, size }
      zip.addReadStreamLazy(name, { compress: true, size }, (done) => done(null, open()))
      return name
    },

    /** Ends the archive with its manifest and gives the bytes. */
    end(manifest: () => Record<string, unknown>): Readable {
      zip.addReadStreamLazy('manifest.json', { compress: true }, (done) =>
        done(null, Readable.from([Buffer.from(`${JSON.stringify({ ...manifest(), files }, undefined, 2)}\n`)])),
      )
      zip.end()
      if (failure) throw failure
      return zip.outputStream as Readable
    },
  }
}
export type Archive = ReturnType<typeof archive>
