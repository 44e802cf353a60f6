import { constants, existsSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { chmod, copyFile, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../errors.ts'
import type { DocumentStore } from '../storage/documents.ts'
import { extensionOf } from '../text/extract/formats.ts'
import { archiveName } from './names.ts'
import { type How, openWithSystem } from './opener.ts'
import type { Originals } from './originals.ts'

type Parts = { documents: DocumentStore; originals: Originals; dataDir: string; open?: typeof openWithSystem }

/**
 * Types whose programs show what is in a file and run nothing of it. A list of what is harmless, for what is not has no
 * end: scripts and programs, but also web pages, macros, shortcuts and whatever a system opens by running it.
 */
const shown = new Set(
  'pdf docx pptx xlsx odt ods odp rtf epub txt text log md markdown csv tsv json jsonl yaml yml toml tex srt vtt eml'.split(
    ' ',
  ),
)

const day = 24 * 60 * 60_000

/** Opens originals with the system's programs, or shows them in their folder. */
export const openingService = ({ documents, originals, dataDir, open = openWithSystem }: Parts) => {
  const copies = join(dataDir, 'opened')

  /** A copy under the document's name, as a stored original has none; changes to it would be lost, so it cannot be changed. */
  const copyOf = async (id: string, name: string, original: string): Promise<string> => {
    const folder = join(copies, id)
    await mkdir(folder, { recursive: true })
    const path = join(folder, archiveName(name).replace(/^[.-]/, '_'))
    if (existsSync(path)) return path
    const unfinished = `${path}.part`
    await copyFile(original, unfinished, constants.COPYFILE_FICLONE)
    await chmod(unfinished, 0o400)
    await rename(unfinished, path)
    return path
  }

  return {
    /**
     * Opens a document's original where it is, or else a copy of it that can only be read.
     * @throws AppError `document.unknown` (404), `document.bytes-missing` (409), `document.not-shown` (409) for a type that
     * may run what is in it, `document.not-opened` (409) when the system cannot
     */
    async open(id: string, how: How): Promise<void> {
      const document = documents.find(id) ?? fail('document.unknown', `There is no document ${id}.`, { status: 404 })
      const { name } = document
      if (how === 'open' && !isShown(name)) refuse(name)
      const original = await originals.open(document)
      const inPlace = originals.inPlace(document)
      // What a link leads to is what the system opens.
      if (inPlace && how === 'open' && !isShown(realpathSync(inPlace))) refuse(name)
      await open(inPlace ?? (await copyOf(id, name, original)), how)
    },

    /** Removes the copies of documents that are gone, and those that were made more than a day ago. */
    clear(): void {
      if (!existsSync(copies)) return
      for (const id of readdirSync(copies)) {
        const made = statSync(join(copies, id)).mtimeMs
        if (documents.find(id) && Date.now() - made < day) continue
        rmSync(join(copies, id), { recursive: true, force: true })
      }
    },
  }
}
export type OpeningService = ReturnType<typeof openingService>

const isShown = (name: string) => shown.has(extensionOf(name))

const refuse = (name: string) =>
  fail(
    'document.not-shown',
    `${name} is only shown in its folder: opening a file of this type can run what is in it.`,
    { status: 409 },
  )
