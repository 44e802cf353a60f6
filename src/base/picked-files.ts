/** A file as it was picked or dropped, with the folders it was in. */
export type PickedFile = { file: File; path: string }

/** What file managers leave behind, which nobody means to read. */
const isClutter = (path: string) =>
  path
    .split('/')
    .some((part) => part.startsWith('.') || part === 'Thumbs.db' || part === 'desktop.ini' || part === '__MACOSX')

/** Files of an `<input type=file>`; those of a chosen folder carry their path in it. */
const filesOfInput = (input: HTMLInputElement): PickedFile[] =>
  [...(input.files ?? [])]
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }))
    .filter(({ path }) => !isClutter(path))

/** Everything that was dropped, folders opened. The entries must be taken before the event's end, so this begins at once. */
export const filesOfDrop = async (transfer: DataTransfer): Promise<PickedFile[]> => {
  const entries = [...transfer.items].filter(({ kind }) => kind === 'file').map((item) => item.webkitGetAsEntry())
  const plain = [...transfer.files]
  if (entries.every((entry) => entry === null)) return plain.map((file) => ({ file, path: file.name }))
  const found = await Promise.all(entries.map((entry) => (entry ? filesBelow(entry) : [])))
  return found.flat()
}

const filesBelow = async (entry: FileSystemEntry): Promise<PickedFile[]> => {
  const path = entry.fullPath.replace(/^\//, '')
  if (isClutter(path)) return []
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ file, path }]
  }
  const found: PickedFile[] = []
  for (const child of await entriesOf(entry as FileSystemDirectoryEntry)) found.push(...(await filesBelow(child)))
  return found
}

/** A directory gives its entries in portions, at most 100 in Chromium, until an empty one. */
const entriesOf = async (directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = directory.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (portion.length === 0) return all
    all.push(...portion)
  }
}

/** WebKitGTK has `webkitdirectory`, but its dialog picks files all the same. */
const isWebKitGtk = /Linux.*AppleWebKit/.test(navigator.userAgent) && !/Chrom|Android/.test(navigator.userAgent)

/** Whether a whole folder can be picked in a dialog; dropping one works everywhere. */
export const canPickFolder = 'webkitdirectory' in HTMLInputElement.prototype && !isWebKitGtk

/** Opens the file dialog, the browser's or the system's. Gives back nothing when it was cancelled. */
export const pickFiles = ({ folder = false } = {}): Promise<PickedFile[]> =>
  new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.webkitdirectory = folder
    input.hidden = true
    const done = () => {
      input.remove()
      resolve(filesOfInput(input))
    }
    input.addEventListener('change', done, { once: true })
    input.addEventListener('cancel', done, { once: true })
    document.body.append(input)
    input.click()
  })
