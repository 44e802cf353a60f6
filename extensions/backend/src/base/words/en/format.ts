export const number = (value: number): string => value.toLocaleString('en')

/** `1 page`, `2 pages` */
export const count = (n: number, noun: string): string => `${number(n)} ${noun}${n === 1 ? '' : 's'}`

/** `dates`, `dates and amounts`, `dates, amounts and links` */
export const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`

/** `512 MB` of a number of bytes. */
export const megabytes = (bytes: number): string => `${number(Math.round(bytes / 1024 ** 2))} MB`

/** `3 GB` of a number of bytes. */
export const gigabytes = (bytes: number): string => `${number(Math.round(bytes / 1024 ** 3))} GB`

/** `30 seconds`, `0.3 seconds` of milliseconds. */
export const seconds = (milliseconds: number): string => {
  const exact = milliseconds / 1000
  return count(exact < 1 ? exact : Math.round(exact), 'second')
}

/** `a PNG file`, `an XLSX file` of an extension. */
export const fileOf = (extension: string): string =>
  `${/^(?:[aefhilmnorsx]|8)/i.test(extension) ? 'an' : 'a'} ${extension.toUpperCase()} file`
