import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import * as words from '../../base/words/index.ts'

/** SHA-256 and size in bytes of each file, by its path in the archive. */
type FileList = Record<string, { sha256: string; size: number }>

/**
 * A ZIP that is made while it is read, at constant memory: text is made and originals are opened when their turn
 * comes, and `manifest.json`, which names every file's SHA-256, is the last entry.
 */
export const archive = () => {
  const zip = new ZipFile()
  const files: FileList = {}
  /** The number that the next entry of the same path gets, by path in lower case. */
  const taken = new Map<string, number>([['manifest.json', 2]])
  let failure: unknown

  /** The path itself, or with a number before its extension where another entry has it. */
  const free = (path: string): string => {
    const [, stem = path, extension = ''] = /^(.*?)(\.[^./]+)?$/s.exec(path) ?? []
    const key = path.toLowerCase()
    for (let n = taken.get(key) ?? 1; ; n++) {
      const candidate = n === 1 ? path : `${stem} (${n})${extension}`
      if (n > 1 && taken.has(candidate.toLowerCase())) continue
      taken.set(key, n + 1)
      if (n > 1) taken.set(candidate.toLowerCase(), 2)
      return candidate
    }
  }

  /** What is being read just now: let go of when somebody stops reading the archive. */
  let source: Readable | undefined
  const output = zip.outputStream as Readable
  output.on('close', () => source?.destroy())
  zip.on('error', (error: unknown) => {
    failure = error
    output.destroy(error as Error)
  })
  const feed = (stream: Readable, done: (error: unknown, stream: Readable) => void) => {
    source = stream
    stream.once('error', (error) => zip.emit('error', error))
    done(null, stream)
  }

  return {
    /** Adds a text that `make` gives when its turn comes. */
    text(path: string, make: () => string | Promise<string>): string {
      const name = free(path)
      const made = async () => {
        const bytes = Buffer.from(await make(), 'utf8')
        files[name] = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length }
        return Readable.from([bytes])
      }
      zip.addReadStreamLazy(name, { compress: true }, (done) => {
        made().then(
          (stream) => done(null, stream),
          (error: unknown) => done(error, Readable.from([])),
        )
      })
      return name
    },

    /** Adds bytes whose hash is known, opened when their turn comes; others than those break the archive. */
    file(path: string, { sha256, size, open }: { sha256: string; size: number; open: () => Readable }): string {
      const name = free(path)
      files[name] = { sha256, size }
      zip.addReadStreamLazy(name, { compress: isCompressible(path), size }, (done) =>
        feed(asPromised(open(), name, sha256), done),
      )
      return name
    },

    /** Ends the archive with its manifest and gives the bytes. */
    end(manifest: () => Record<string, unknown>): Readable {
      zip.addReadStreamLazy('manifest.json', { compress: true }, (done) =>
        done(null, Readable.from([Buffer.from(`${JSON.stringify({ ...manifest(), files }, undefined, 2)}\n`)])),
      )
      zip.end()
      if (failure) throw failure
      return output
    },
  }
}

/** The bytes as they are read, with an error in place of their end where they are not those that were promised. */
const asPromised = (source: Readable, name: string, sha256: string): Readable =>
  Readable.from(
    (async function* () {
      const hash = createHash('sha256')
      for await (const chunk of source as AsyncIterable<Buffer>) {
        hash.update(chunk)
        yield chunk
      }
      if (hash.digest('hex') !== sha256) throw new Error(words.exchange.changed(name))
    })(),
    { objectMode: false },
  )

/** What is packed already gains nothing from being packed again. */
const isCompressible = (path: string) =>
  !/\.(pdf|docx|pptx|xlsx|od[tsp]|epub|zip|gz|7z|jpe?g|png|webp|mp[34])$/i.test(path)

export type Archive = ReturnType<typeof archive>
