import { mediaTypeNamed } from '../../text/extract/formats.ts'

/** What a new file is taken for: by its first bytes where they tell, else by its extension. */
export const mediaTypeOf = (name: string, head: Uint8Array): string => {
  if (Buffer.from(head.subarray(0, 1024)).includes('%PDF-')) return 'application/pdf'
  return mediaTypeNamed(name) ?? (/\.zip$/i.test(name) ? 'application/zip' : 'application/octet-stream')
}
