const language = 'en'

const integers = new Intl.NumberFormat(language)
const decimals = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
const plurals = new Intl.PluralRules(language)
const days = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' })
const months = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' })
const moments = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
const since = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })

const mediaTypes: Record<string, string> = {
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word document',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PowerPoint',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
  'application/vnd.oasis.opendocument.text': 'OpenDocument text',
  'application/vnd.oasis.opendocument.spreadsheet': 'OpenDocument spreadsheet',
  'application/vnd.oasis.opendocument.presentation': 'OpenDocument presentation',
  'application/rtf': 'RTF',
  'application/epub+zip': 'EPUB',
  'application/json': 'JSON',
  'application/x-ipynb+json': 'Notebook',
  'message/rfc822': 'Email',
  'text/csv': 'CSV',
  'text/tab-separated-values': 'TSV',
  'text/markdown': 'Markdown',
  'text/html': 'HTML',
  'text/plain': 'Plain text',
}

/** What people call a kind of file. */
export const mediaType = (type: string): string =>
  mediaTypes[type] ?? type.replace(/^(?:text|application)\/(?:x-)?/, '')

export const number = (value: number): string => integers.format(value)

/** `3 documents` */
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${number(value)} ${plurals.select(value) === 'one' ? one : many}`

/** `1.4 MB` of a number of bytes. */
export const size = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${decimals.format(value)} ${units[unit]}`
}

/** `0.4 s`, `3 min 20 s` of milliseconds. */
export const duration = (milliseconds: number): string => {
  if (milliseconds < 60_000) return `${decimals.format(Math.max(milliseconds / 1000, 0.1))} s`
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 60) return `${minutes} min ${Math.round((milliseconds % 60_000) / 1000)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `3 min ago`, and the date once it is more than a week. */
export const ago = (time: string, now = Date.now()): string => {
  const seconds = (Date.parse(time) - now) / 1000
  if (seconds > -45) return 'just now'
  if (seconds > -3600) return since.format(Math.round(seconds / 60), 'minute')
  if (seconds > -86_400) return since.format(Math.round(seconds / 3600), 'hour')
  if (seconds > -7 * 86_400) return since.format(Math.round(seconds / 86_400), 'day')
  return days.format(new Date(time))
}

/** `May 2024` of `2024-05`; a year stays what it is. */
export const month = (value: string): string => {
  const [year, number] = value.split('-').map(Number)
  return year === undefined || number === undefined ? value : months.format(new Date(year, number - 1, 1))
}

export const moment = (time: string): string => moments.format(new Date(time))
export const percent = (share: number): string => `${Math.round(share * 100)}%`
