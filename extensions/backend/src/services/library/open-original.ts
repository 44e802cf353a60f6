import { realpathSync } from 'node:fs'
import { fail } from '../../base/errors.ts'
import { archiveName } from '../../base/file-names.ts'
import * as words from '../../base/words/index.ts'
import type { Library } from '../../storage/library/library.ts'
import { extensionOf } from '../../text/extract/formats.ts'
import { type How, openWithSystem } from '../system/opener.ts'

type Parts = { library: Library; open?: typeof openWithSystem }

/**
 * Types whose programs show what is in a file and run nothing of it. A list of what is harmless, for what is not has no
 * end: scripts and programs, but also web pages, macros, shortcuts and whatever a system opens by running it.
 */
const shown = new Set(
  'pdf docx pptx xlsx odt ods odp rtf epub txt text log md markdown csv tsv json jsonl yaml yml toml tex srt vtt eml'.split(
    ' ',
  ),
)

/** Opens originals with the system's programs, or shows them in their folder. */
export const openingService = ({ library: { documents, originals }, open = openWithSystem }: Parts) => ({
  /**
   * Opens a document's original where it is, or else a copy of it that can only be read.
   * @throws AppError `document.unknown` (404), `document.bytes-missing` (409), `document.not-shown` (409) for a type that
   * may run what is in it, `document.not-opened` (409) when the system cannot
   */
  async open(id: string, how: How): Promise<void> {
    const document = await documents.get(id)
    const { name } = document
    if (how === 'open' && !isShown(name)) refuse(name)
    await originals.open(document)
    const inPlace = await originals.inPlace(document)
    // What a link leads to is what the system opens.
    if (inPlace && how === 'open' && !isShown(realpathSync(inPlace))) refuse(name)
    await open(inPlace ?? (await originals.copy(document, archiveName(name))), how)
  },
})

const isShown = (name: string) => shown.has(extensionOf(name))

const refuse = (name: string) => fail('document.not-shown', words.documents.notShown(name), { status: 409 })
