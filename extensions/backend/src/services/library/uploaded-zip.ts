import type { Readable } from 'node:stream'
import { serverEnding } from '../../base/ending.ts'
import { AppError } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Incoming, Library } from '../../storage/library/library.ts'
import { unzip } from '../../text/extract/containers/unzip.ts'
import type { UnzipBudget } from '../../text/extract/containers/unzip-budget.ts'

/** Bytes that arrived: the name they were sent under, the id asked for, why they cannot be read and the file's own date, if these are known. */
export type Received = {
  sent: string
  incoming: Incoming
  id?: string
  error?: string | undefined
  modified?: number | undefined
}

export { unzipBudget } from '../../text/extract/containers/unzip-budget.ts'

type Options = {
  originals: Library['originals']
  signal?: AbortSignal | undefined
  /** What all archives that were sent together may unpack to; by itself each has its own. */
  budget?: UnzipBudget | undefined
}

/**
 * The files of an archive one by one, each received and under the archive's name. What cannot be taken comes with the
 * reason; the archive itself does, when nothing (more) of it can be had.
 * @throws AppError `storage.full`, `server.ending`
 */
export async function* unpack(
  name: string,
  archive: Incoming,
  { originals, signal, budget }: Options,
): AsyncGenerator<Received> {
  const spool = async (stream: Readable) => {
    const inner = await originals.receive(stream)
    return { path: inner.path, discard: () => originals.discard(inner) }
  }
  let files = 0
  try {
    const options = { name: lastPart(name), spool, ...(signal && { signal }), ...(budget && { budget }) }
    for await (const file of unzip(archive.path, options)) {
      files++
      const sent = `${name}/${file.path}`
      const refused = async (error: string): Promise<Received> => ({
        sent,
        error,
        incoming: await originals.nothing(archive.sha256 + sent),
      })
      if (file.skipped !== undefined) yield await refused(file.skipped)
      else yield await received(sent, file, originals).catch((error: unknown) => refused(reasonOf(error)))
    }
  } catch (error) {
    if (signal?.aborted) throw serverEnding(error)
    return yield { sent: name, error: reasonOf(error), incoming: await originals.nothing(archive.sha256) }
  }
  if (files === 0) {
    const error = words.documents.emptyArchive(lastPart(name))
    yield { sent: name, error, incoming: await originals.nothing(archive.sha256) }
  }
}

const received = async (
  sent: string,
  { open, modified }: { open: () => Promise<Readable>; modified: number | undefined },
  originals: Library['originals'],
): Promise<Received> => ({ sent, incoming: await originals.receive(await open()), modified })

/** What is wrong with the file itself; anything else ends the upload. */
const reasonOf = (error: unknown): string => {
  if (error instanceof AppError && error.code.startsWith('document.')) return error.message
  throw error
}

const lastPart = (name: string) => name.split(/[\\/]/).at(-1) ?? name
