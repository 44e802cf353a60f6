import { createReadStream, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Document } from '../contract/documents.ts'
import { fail } from '../errors.ts'
import type { BlobStore } from '../storage/blobs.ts'
import type { FolderStore, Place } from '../storage/folders.ts'

type Parts = { blobs: BlobStore; folders: FolderStore }

/** Where the original bytes of documents are: among AIOS's own, or in the file of a folder that is read in place. */
export const originalService = ({ blobs, folders }: Parts) => {
  const pathOf = ({ root, path }: Place) => join(root, path)

  const missing = ({ name, error }: Document): never => {
    const why = error ?? `The original of ${name} is gone from the disk. Add it again.`
    return fail('document.bytes-missing', why, { status: 409 })
  }

  /** Is the file as it was when it was taken? Told from its size and its time. */
  const isUntouched = (place: Place) => {
    const facts = statSync(pathOf(place), { throwIfNoEntry: false })
    return facts?.isFile() === true && facts.size === place.size && facts.mtimeMs === place.modified
  }

  const hasBytesOf = async (path: string, sha256: string) =>
    existsSync(path) && (await blobs.measure(createReadStream(path))).sha256 === sha256

  return {
    /** Where the bytes can be read now; undefined when they are gone, or others than they were. */
    at({ id, sha256 }: Document): string | undefined {
      if (blobs.has(sha256)) return blobs.pathOf(sha256)
      const place = folders.placeOf(id)
      return place && isUntouched(place) ? pathOf(place) : undefined
    },

    /** The file of the folder that the document follows, as long as it is as it was when it was taken. */
    inPlace({ id }: Document): string | undefined {
      const place = folders.placeOf(id)
      return place && isUntouched(place) ? pathOf(place) : undefined
    },

    /** @throws AppError `document.bytes-missing` (409) when there is nothing to read */
    check(document: Document): void {
      const place = folders.placeOf(document.id)
      if (!blobs.has(document.sha256) && !(place && existsSync(pathOf(place)))) missing(document)
    },

    /**
     * Where the bytes are, once it is certain that they are the document's: those of a file in place are compared with
     * its checksum, always where `strict`, else when the file was touched since it was taken.
     * @throws AppError `document.bytes-missing` (409)
     */
    async open(document: Document, { strict = false } = {}): Promise<string> {
      const { id, name, sha256 } = document
      if (blobs.has(sha256)) return blobs.pathOf(sha256)
      const place = folders.placeOf(id)
      if (!place || !existsSync(pathOf(place))) return missing(document)
      if (!strict && isUntouched(place)) return pathOf(place)
      if (await hasBytesOf(pathOf(place), sha256)) return pathOf(place)
      const why = `${name} was changed on the disk since it was read. It is read again once its folder was looked at.`
      return fail('document.bytes-missing', why, { status: 409 })
    },
  }
}
export type Originals = ReturnType<typeof originalService>
