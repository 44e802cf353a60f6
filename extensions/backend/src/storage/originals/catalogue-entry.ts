import * as z from 'zod'

const id = z.string()
const optional = z.string().optional()

const workspace = z.object({ kind: z.literal('workspace'), id, name: z.string(), createdAt: z.string() })

const document = z.object({
  ...{ kind: z.literal('document'), id, workspaceId: id, name: z.string(), folder: optional, mediaType: z.string() },
  ...{ sha256: z.string(), size: z.number(), modified: z.number().optional(), createdAt: z.string() },
  // The file of a followed folder that it is, as it was seen last; the archive is the ZIP that it is in.
  ...{ folderId: optional, path: optional, archive: optional },
  ...{ fileSize: z.number().optional(), fileModified: z.number().optional() },
})

/** `ignore` is JSON. */
const folder = z.object({
  ...{ kind: z.literal('folder'), id, workspaceId: id, path: z.string(), mode: z.enum(['copy', 'in-place']) },
  ...{ ignore: z.string(), createdAt: z.string() },
})

/** A file of a followed folder whose document was removed by hand. */
const leftOut = z.object({
  ...{ kind: z.literal('left-out'), id, folderId: id, path: z.string(), archive: optional },
  ...{ fileSize: z.number(), fileModified: z.number() },
})

/** A file that a task made. */
const artifact = z.object({
  ...{ kind: z.literal('artifact'), id, workspaceId: id, taskId: id, name: z.string(), mediaType: z.string() },
  ...{ sha256: z.string(), size: z.number(), createdAt: z.string() },
})

/** What a file was before and after a task wrote it. */
const version = z.object({
  ...{ kind: z.literal('version'), id, workspaceId: id, taskId: id, name: z.string(), mediaType: z.string() },
  ...{ before: optional, after: optional, createdAt: z.string() },
})

const present = z.discriminatedUnion('kind', [workspace, document, folder, leftOut, artifact, version])
const kinds = ['workspace', 'document', 'folder', 'left-out', 'artifact', 'version'] as const
const removed = z.object({ kind: z.enum(kinds), id, isRemoved: z.literal(true) })

export const entry = removed.or(present)

export type Kind = (typeof kinds)[number]
/** Something as it is now. */
export type Present = z.infer<typeof present>
export type Catalogued<K extends Kind> = Extract<Present, { kind: K }>
/** What the catalogue says of one thing; what it says last counts. No text of documents, and no secrets. */
export type Entry = z.infer<typeof entry>

/** The contents whose bytes belong to what an entry tells of. */
export const contentsOf = (entry: Entry): string[] => {
  if ('isRemoved' in entry) return []
  if (entry.kind === 'document' || entry.kind === 'artifact') return [entry.sha256]
  return entry.kind === 'version' ? [entry.before, entry.after].filter((each) => each !== undefined) : []
}
