import * as z from 'zod'
import { AppError } from '../../base/errors.ts'
import { safeName } from '../../base/file-names.ts'
import * as words from '../../base/words/index.ts'
import { factsOf } from './facts.ts'
import type { Tool } from './tool.ts'

/** Markup is kept as data like all else: it is only ever given out to be saved, never shown as a page. */
const formats = {
  markdown: { extension: 'md', mediaType: 'text/markdown' },
  csv: { extension: 'csv', mediaType: 'text/csv' },
  json: { extension: 'json', mediaType: 'application/json' },
  html: { extension: 'html', mediaType: 'text/html' },
} as const
type FormatName = keyof typeof formats

/** Characters of a file. */
const MAX_CONTENT = 2_000_000

const input = z.object({
  name: z.string().trim().min(1).max(200).describe('File name; the extension follows from the format'),
  format: z.enum(Object.keys(formats) as FormatName[]),
  content: z
    .string()
    .min(1)
    .max(MAX_CONTENT)
    .describe('The whole content. CSV: a first row of column names, commas between'),
})

export const writeArtifact: Tool<z.infer<typeof input>> = {
  ...factsOf('write_artifact'),
  repeatable: false, // the file would be there twice
  input,
  says: ({ name, format, content }) => words.tools.write.says(named(name, format), content.length),

  async run({ name, format, content }, { addArtifact }) {
    const bytes = await encoded[format](content.toWellFormed())
    const artifact = await addArtifact({ name: named(name, format), mediaType: formats[format].mediaType, bytes })
    return {
      text: `Kept as “${artifact.name}”, ${artifact.size} bytes. The user finds it with the result.`,
      title: words.tools.write.done(artifact.name),
      detail: { artifactId: artifact.id, name: artifact.name, size: artifact.size, mediaType: artifact.mediaType },
    }
  },
}

/** The name with the extension of its format, whatever it had. */
const named = (sent: string, format: FormatName) => {
  const { name } = safeName(sent)
  const { extension } = formats[format]
  const bare = name.replace(/\.(?:md|markdown|csv|json|html?|txt)$/i, '')
  return safeName(`${bare || 'untitled'}.${extension}`).name
}

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8')

const encoded: Record<FormatName, (content: string) => Uint8Array | Promise<Uint8Array>> = {
  markdown: utf8,
  html: utf8,
  json(content) {
    try {
      JSON.parse(content)
    } catch (cause) {
      throw new AppError('artifact.invalid', words.tools.write.badJson((cause as Error).message), { cause })
    }
    return utf8(content)
  },
  csv: async (content) => (await import('./write-artifact/csv.ts')).guardedCsv(content),
}
