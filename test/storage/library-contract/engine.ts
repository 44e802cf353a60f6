import { Readable } from 'node:stream'
import type { Claim, Library } from '../../../extensions/backend/src/storage/library/library.ts'

/** What a library is kept in, as its contract needs it; empty at first. */
export type Engine = {
  /** The library, opened once more: each one writes to the same data. */
  open(options?: { afterCrash?: boolean }): Promise<Library>
  /** Writes what was read of a claimed document; each page is one passage. */
  write(claim: Claim, pages: readonly string[]): Promise<void>
  /** Whoever claimed the document is gone, without a word. */
  abandon(documentId: string): Promise<void>
  /** Nothing of that kind can be stored until the function that comes back is called. */
  breakStoring(what: 'documents' | 'files of folders' | 'folders'): () => void
  /** Whether bytes are among those that are kept. */
  hasBytes(sha256: string): boolean
  /** Turns a bit of bytes that are kept. */
  damage(sha256: string): void
}
export type Start = () => Promise<Engine>

export const outcome = { mediaType: 'text/plain', pages: 1, passages: 1, warnings: [] }

/** A library with a workspace, and what tests do with it all the time. */
export const begin = async (start: Start) => {
  const engine = await start()
  const library = await engine.open()
  const { workspace, number: workspaceNumber } = await library.workspaces.add('Harbour')
  const workspaceId = workspace.id
  const receive = (text: string) => library.originals.receive(Readable.from([Buffer.from(text)]))
  /** Takes in a file whose text is its name, where no other is given. */
  const add = async (name: string, text = name, more: Partial<Parameters<typeof library.documents.add>[0]> = {}) =>
    library.documents.add({ workspaceId, name, mediaType: 'text/plain', incoming: await receive(text), ...more })
  /** Takes in a file and reads it. */
  const read = async (name: string, pages: readonly string[]) => {
    const { document } = await add(name, pages.join(' '))
    const claim = (await library.claims.claim()) as Claim
    await engine.write(claim, pages)
    const { lease } = claim
    await library.claims.ready(document.id, lease, { ...outcome, pages: pages.length, passages: pages.length })
    return claim
  }
  return { engine, library, workspace, workspaceId, workspaceNumber, receive, add, read }
}

export const unknownWorkspace = { code: 'workspace.unknown', status: 404 }
export const unknownDocument = { code: 'document.unknown', status: 404 }
