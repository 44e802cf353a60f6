import { createReadStream } from 'node:fs'
import { AppError, fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import type { Document } from '../../shared/contract/documents.ts'
import type { BringBack, UnclaimedFile } from '../../shared/contract/recovery.ts'
import type { Library } from '../../storage/library/library.ts'
import type { DocumentService } from '../library/documents.ts'

type Parts = { library: Library; documents: DocumentService }

/** Originals that belong to nothing: they wait to be brought back, and are deleted at last. */
export const unclaimedService = ({ library: { unclaimed, originals, workspaces }, documents }: Parts) => {
  /** @throws AppError `unclaimed.unknown` (404) */
  const find = async (sha256: string) =>
    (await unclaimed.find(sha256)) ?? fail('unclaimed.unknown', words.unclaimed.gone, { status: 404 })

  const nameOf = ({ sha256, name = sha256.slice(0, 12) }: { sha256: string; name?: string | undefined }) => name

  const own = async (id: string | undefined) =>
    id === undefined ? undefined : (await workspaces.find(id))?.workspace.id

  const shown = async (sha256: string): Promise<UnclaimedFile[]> => {
    const file = await unclaimed.find(sha256)
    if (!file) return [] // it went meanwhile
    const { size, name, since, until } = file
    const workspaceId = await own(file.workspaceId)
    return [{ sha256, size, ...(name !== undefined && { name }), ...(workspaceId && { workspaceId }), since, until }]
  }

  const bringBack = async (sha256: string, { workspaceId }: BringBack): Promise<Document> => {
    const file = await find(sha256)
    const target = (await own(file.workspaceId)) ?? workspaceId
    if (target === undefined) {
      return fail('unclaimed.homeless', words.unclaimed.noWorkspace, { status: 409 })
    }
    await workspaces.get(target)
    const incoming = await unclaimed.borrow(sha256)
    if (incoming.sha256 !== sha256) {
      await originals.discard(incoming)
      fail('unclaimed.damaged', words.unclaimed.damaged(nameOf(file)), { status: 409 })
    }
    const sent = file.folder === undefined ? nameOf(file) : `${file.folder}/${nameOf(file)}`
    const { documentId: id, modified } = file
    const { document } = await documents.keep(target, { sent, incoming, modified, ...(id !== undefined && { id }) })
    await unclaimed.remove(sha256)
    return document
  }

  return {
    list: async (): Promise<UnclaimedFile[]> =>
      (await Promise.all((await unclaimed.hashes()).map(shown)))
        .flat()
        .toSorted((a, b) => a.until.localeCompare(b.until)),

    /**
     * Makes it a document again, of its own workspace, or of that one where its own is gone.
     * @throws AppError `unclaimed.unknown`, `workspace.unknown` (404), `unclaimed.homeless`, `unclaimed.damaged` (409)
     */
    async bringBack(sha256: string, where: BringBack): Promise<Document> {
      const document = await bringBack(sha256, where)
      await documents.settled()
      return document
    },

    /** Brings back all that can be, and gives their number. */
    async bringAllBack(where: BringBack): Promise<number> {
      let count = 0
      for (const sha256 of await unclaimed.hashes()) {
        try {
          await bringBack(sha256, where)
          count++
        } catch (error) {
          if (!(error instanceof AppError) || !error.code.startsWith('unclaimed.')) throw error
        }
      }
      await documents.settled()
      return count
    },

    /** @throws AppError `unclaimed.unknown` (404) */
    async content(sha256: string) {
      const file = await find(sha256)
      const { size, mediaType = 'application/octet-stream' } = file
      return { name: nameOf(file), mediaType, size, read: () => createReadStream(file.path) }
    },

    /** Deletes it for good. @throws AppError `unclaimed.unknown` (404) */
    remove: async (sha256: string): Promise<void> => unclaimed.remove((await find(sha256)).sha256),

    async removeAll(): Promise<number> {
      const all = await unclaimed.hashes()
      for (const sha256 of all) await unclaimed.remove(sha256)
      return all.length
    },
  }
}
