import type { FolderFile, Incoming, KnownFile, Library, StoredFolder } from '../../storage/library/library.ts'
import { unpack } from '../library/uploaded-zip.ts'
import type { Following } from './following.ts'
import { ignoring } from './ignore.ts'

type Parts = { library: Library; following: Following }

/** ZIPs of a folder: the files in them are documents, copied even where the folder is read in place. */
export const folderArchives = ({ library: { folders: store, originals }, following }: Parts) => ({
  /** Brings the documents of a ZIP in step with what is in it now; what went from it, goes. */
  async take({ folder, path, facts }: FolderFile, archive: Incoming, signal: AbortSignal): Promise<void> {
    const before = new Map((await store.members(folder.id, path)).map((file) => [file.path, file]))
    const isLeftOut = leftOut(folder)
    for await (const { sent, incoming, error } of unpack(path, archive, { originals, signal })) {
      if (sent !== path && isLeftOut(sent)) {
        await originals.discard(incoming)
        continue
      }
      const known = before.get(sent)
      before.delete(sent)
      const member: FolderFile = { folder, path: sent, facts: { ...facts, size: incoming.size }, archive: path }
      if (!known) await following.add(member, incoming, error)
      else if (error === undefined) await following.change(member, known, incoming)
      else if (known.sha256 !== incoming.sha256) {
        await following.remove(folder, known)
        await following.add(member, incoming, error)
      }
    }
    for (const gone of before.values()) await following.remove(folder, gone)
    await store.putArchive(folder.id, path, { ...facts, sha256: archive.sha256 })
  },

  /** The documents stay the same ones, under other names. */
  async move({ folder, path, facts }: FolderFile, { path: from }: KnownFile): Promise<void> {
    for (const member of await store.members(folder.id, from)) {
      const to = member.path.startsWith(from) ? path + member.path.slice(from.length) : member.path
      await following.move({ folder, path: to, facts: member }, member)
    }
    await store.moveArchive(folder.id, from, path, facts)
  },

  async remove(folder: StoredFolder, { path }: KnownFile): Promise<void> {
    for (const member of await store.members(folder.id, path)) await following.remove(folder, member)
    await store.removeArchive(folder.id, path)
  },
})
export type FolderArchives = ReturnType<typeof folderArchives>

/** Whether a file, or a folder that it lies in, is left out of the folder. */
const leftOut = ({ ignore }: StoredFolder) => {
  const isIgnored = ignoring(ignore)
  return (path: string) => {
    const parts = path.split('/')
    return parts.some((_, at) => isIgnored(parts.slice(0, at + 1).join('/'), at < parts.length - 1))
  }
}
