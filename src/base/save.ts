/** Has the browser save bytes as a file. */
const save = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.hidden = true
  document.body.append(link)
  link.click()
  link.remove()
  // The download reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Saves what the backend answers, under the name that it gives; gives back that name. */
export const saveAnswer = async (response: Response, fallback: string): Promise<string> => {
  const header = response.headers.get('content-disposition') ?? ''
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(header) ?? []
  const name = encoded ? decodeURIComponent(encoded) : fallback
  save(await response.blob(), name)
  return name
}

/** A title as the name of a file on every system. */
export const fileNameOf = (title: string): string =>
  title
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
    .replace(/[. ]+$/, '') || 'AIOS'
