import { createReadStream, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Document } from '../../shared/contract/documents.ts'
import type { FolderStore, Place } from '../library/folders.ts'
import type { BlobStore } from './blobs.ts'
import type { Checksums } from './checksums.ts'
import type { ContentStore } from './contents.ts'
import type { DamageStore, Fault } from './damage.ts'
import type { OpenedCopies } from './opened-copies.ts'

type Parts = {
  blobs: BlobStore
  contents: ContentStore
  folders: FolderStore
  damage: DamageStore
  copies: OpenedCopies
  sums: Checksums
}

/**
 * Where the original bytes of documents are: among AIOS's own, or in the file of a folder that is read in place. They are
 * held against their checksum before anybody gets them, and taken from elsewhere on this computer where they are damaged.
 */
export const originalFiles = ({ blobs, contents, folders, damage, copies, sums }: Parts) => {
  const pathOf = ({ root, path }: Pick<Place, 'root' | 'path'>) => join(root, path)
  const mending = new Map<string, Promise<boolean>>()

  const missing = ({ name, error }: Document): never => {
    const why = error ?? words.originals.missing(name)
    return fail('document.bytes-missing', why, { status: 409 })
  }
  const damaged = (name: string): never =>
    fail('document.bytes-damaged', words.originals.damaged(name), { status: 409 })

  /** Is the file as it was when it was taken? Told from its size and its time. */
  const isUntouched = (place: Place) => {
    const facts = statSync(pathOf(place), { throwIfNoEntry: false })
    return facts?.isFile() === true && facts.size === place.size && facts.mtimeMs === place.modified
  }

  const holds = (path: string, sha256: string) =>
    sums.of(path).then(
      (found) => found === sha256,
      () => false, // another program's file, which may not be read
    )

  /** Looks for the bytes elsewhere on this computer; false where they are nowhere. */
  const mend = async (sha256: string): Promise<boolean> => {
    const places = [...blobs.spares(sha256), ...folders.filesOf(sha256).map(pathOf), ...copies.spares(sha256)]
    for (const path of places) {
      if (!(await holds(path, sha256))) continue
      const incoming = await blobs.receive(createReadStream(path))
      if (incoming.sha256 === sha256) contents.keep(incoming, () => undefined)
      else blobs.discard(incoming)
      if (incoming.sha256 === sha256) return true
    }
    return false
  }

  /**
   * Whether AIOS's own copy of the bytes is whole, once it was mended where it can be. What is found is noted, where
   * somebody holds the bytes.
   */
  const examine = async (sha256: string, { isFresh = false } = {}): Promise<Fault | 'whole'> => {
    const found = await blobs.check(sha256, { isFresh })
    if (found === 'whole') {
      damage.mended(sha256)
      return found
    }
    const mended = mending.get(sha256) ?? mend(sha256).finally(() => mending.delete(sha256))
    mending.set(sha256, mended)
    if (await mended) return 'whole'
    if (contents.isHeld(sha256)) damage.note(sha256, found)
    return found
  }

  /** One that could not be had when it was added never had any bytes. */
  const hadBytes = ({ status, errorCode }: Document) => status !== 'failed' || errorCode !== undefined

  return {
    examine,

    /** The file of the folder that the document follows, as long as it is as it was when it was taken. */
    inPlace({ id }: Document): string | undefined {
      const place = folders.placeOf(id)
      return place && isUntouched(place) ? pathOf(place) : undefined
    },

    /** @throws AppError `document.bytes-missing`, `document.bytes-damaged` (409) when there is nothing to read again */
    async check(document: Document): Promise<void> {
      const place = folders.placeOf(document.id)
      if (!place || !existsSync(pathOf(place))) await this.open(document)
    },

    /**
     * Where the bytes are, once it is certain that they are the document's.
     * @throws AppError `document.bytes-missing`, `document.bytes-damaged` (409)
     */
    async open(document: Document): Promise<string> {
      const { id, name, sha256 } = document
      const place = folders.placeOf(id)
      if (place && !blobs.has(sha256)) {
        if (!existsSync(pathOf(place))) return missing(document)
        if (await holds(pathOf(place), sha256)) return pathOf(place)
        return fail('document.bytes-missing', words.originals.changed(name), { status: 409 })
      }
      if (!hadBytes(document) && !blobs.has(sha256)) return missing(document)
      const found = await examine(sha256)
      if (found === 'whole') return blobs.pathOf(sha256)
      return found === 'missing' ? missing(document) : damaged(name)
    },

    /**
     * Where the bytes of something that a task made are, once it is certain that they are those.
     * @throws AppError `file.bytes-damaged` (409)
     */
    async made({ name, sha256 }: { name: string; sha256: string }): Promise<string> {
      if ((await examine(sha256)) === 'whole') return blobs.pathOf(sha256)
      return fail('file.bytes-damaged', words.originals.madeDamaged(name), { status: 409 })
    },
  }
}
export type OriginalFiles = ReturnType<typeof originalFiles>
