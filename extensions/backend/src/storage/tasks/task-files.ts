import type { BlobStore } from '../originals/blobs.ts'
import type { ContentStore } from '../originals/contents.ts'
import type { OriginalFiles } from '../originals/original-files.ts'

type Parts = { blobs: BlobStore; contents: ContentStore; originals: OriginalFiles }

/** Bytes of what tasks make, and of files before they changed them: on this computer, with the rows that name them. */
export const taskFileStore = ({ blobs, contents, originals }: Parts) => ({
  receive: blobs.receive,
  discard: blobs.discard,
  keep: contents.keep,
  open: originals.made,
})
export type TaskFiles = ReturnType<typeof taskFileStore>
export type { Incoming } from '../originals/blobs.ts'
