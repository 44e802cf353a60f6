import { extensionsOf, mediaTypeNamed, mediaTypesOf } from '../extract/formats.ts'

/** Words for several formats together, or for one that people call otherwise than its files. */
const kinds: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    word: mediaTypesOf('docx'),
    doc: mediaTypesOf('docx'),
    excel: mediaTypesOf('xlsx'),
    xls: mediaTypesOf('xlsx'),
    powerpoint: mediaTypesOf('pptx'),
    ppt: mediaTypesOf('pptx'),
    document: mediaTypesOf('docx', 'odt', 'rtf'),
    spreadsheet: mediaTypesOf('xlsx', 'ods', 'csv'),
    table: mediaTypesOf('xlsx', 'ods', 'csv'),
    presentation: mediaTypesOf('pptx', 'odp'),
    slides: mediaTypesOf('pptx', 'odp'),
    text: mediaTypesOf('plain'),
    web: mediaTypesOf('html'),
    book: mediaTypesOf('epub'),
    mail: mediaTypesOf('mail'),
    email: mediaTypesOf('mail'),
    notebook: mediaTypesOf('notebook'),
    json: mediaTypesOf('json'),
    code: mediaTypesOf('code'),
  }),
)

/** The media types that a word after `type:` stands for: a kind, an extension, a media type; undefined for none. */
export const mediaTypesNamed = (word: string): readonly string[] | undefined => {
  const name = word.toLowerCase().replace(/^\./, '')
  if (name.includes('/')) return [name]
  const named = kinds.get(name) ?? kinds.get(name.replace(/s$/, ''))
  if (named) return named
  const one = mediaTypeNamed(`.${name}`)
  return one === undefined ? undefined : [one]
}

/** The shortest word that stands for a media type after `type:`. */
export const typeWord = (mediaType: string): string => extensionsOf(mediaType)[0] ?? mediaType

/** Words after `type:` that begin so, for who has not finished typing or does not know them. */
export const typeWordsFrom = (start: string): string[] => {
  const common = ['pdf', 'docx', 'xlsx', 'pptx', 'md', 'txt', 'html', 'csv', ...kinds.keys()]
  return [...new Set(common)].filter((word) => word.startsWith(start.toLowerCase()))
}
