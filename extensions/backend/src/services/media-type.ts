/** Media types by extension; what the bytes really are is found out when the document is read. */
const byExtension: Record<string, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  md: 'text/markdown',
  markdown: 'text/markdown',
  txt: 'text/plain',
  text: 'text/plain',
  log: 'text/plain',
  html: 'text/html',
  htm: 'text/html',
  xhtml: 'application/xhtml+xml',
  csv: 'text/csv',
  json: 'application/json',
  xml: 'application/xml',
}

/** What a new file is taken for: by its first bytes where they tell, else by its extension. */
export const mediaTypeOf = (name: string, head: Uint8Array): string => {
  if (Buffer.from(head.subarray(0, 1024)).includes('%PDF-')) return 'application/pdf'
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return byExtension[extension] ?? 'application/octet-stream'
}
