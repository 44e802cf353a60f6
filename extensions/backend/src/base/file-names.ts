/** What a file from a user may be called: shown, exported, never used as a path. */
type SafeName = { name: string; folder?: string }

/** Code units that a name keeps at most; longer ones keep their beginning and their extension. */
const MAX_LENGTH = 200

/**
 * Takes the name that a client sent apart into folder and name, without anything that could be mistaken for a path,
 * a control character or a mark that turns the reading direction around.
 */
export const safeName = (sent: string): SafeName => {
  const parts = sent
    .normalize('NFC')
    .split(/[\\/]/)
    .map(clean)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
  const name = shorten(parts.pop() ?? 'untitled')
  const folder = parts.filter((part) => !/^[A-Za-z]:$/.test(part)).join('/')
  return folder === '' ? { name } : { name, folder: folder.slice(0, 1000).toWellFormed() }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
const unwanted = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

const clean = (part: string) => part.replace(unwanted, '').toWellFormed().trim()

const shorten = (name: string) => {
  if (name.length <= MAX_LENGTH) return name
  const extension = /\.[^.]{1,10}$/.exec(name)?.[0] ?? ''
  return `${name.slice(0, MAX_LENGTH - extension.length - 1)}…${extension}`.toWellFormed()
}

/** The same name for a file inside an archive, also where Windows reserves it or forbids its characters. */
export const archiveName = (name: string): string => {
  const safe = name.replace(/[<>:"|?*\\/]/g, '_').replace(/[. ]+$/, '_')
  return /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i.test(safe) ? `_${safe}` : safe || '_'
}
