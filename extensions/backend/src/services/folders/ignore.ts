import { posix } from 'node:path'

/** Hidden, unfinished, the system's or a tool's own: nothing that anybody wrote to be read. */
const litter =
  /^(?:\.|~\$|~.*\.tmp$|(?:node_modules|__pycache__|__MACOSX|Thumbs\.db|desktop\.ini|\$RECYCLE\.BIN|System Volume Information|lost\+found)$)|~$|\.(?:tmp|temp|part|partial|crdownload|download|lock|lck|swp)$/i

/** Files that hold no text: pictures, sound, films, programs, packed and disk images, fonts, databases. */
const textless =
  /\.(?:jpe?g|png|gif|bmp|tiff?|webp|heic|heif|avif|ico|icns|psd|ai|raw|cr2|nef|dng|svgz|mp3|m4a|aac|flac|wav|ogg|opus|wma|aiff?|mid|mp4|m4v|mov|avi|mkv|webm|wmv|flv|mpe?g|3gp|exe|dll|so|dylib|o|obj|a|lib|class|pyc|pyo|wasm|node|msi|deb|rpm|apk|appimage|dmg|pkg|iso|img|vmdk|vdi|qcow2|bin|dat|tar|t?gz|t?bz2|t?xz|zst|7z|rar|jar|war|cab|ttf|otf|woff2?|eot|sqlite3?|db|mdb|accdb|pst|ost|lnk|url)$/i

export type IsIgnored = (path: string, isFolder: boolean) => boolean

/**
 * What of a folder is left out, by paths within it with `/` between their parts. A glob without a slash holds at every
 * depth, one that ends with it for folders only.
 */
export const ignoring = (globs: readonly string[]): IsIgnored => {
  const tests = globs.map((glob) => {
    const bare = glob
      .replaceAll('\\', '/')
      .replace(/^\.?\//, '')
      .replace(/\/$/, '')
    const isForFolders = /[\\/]$/.test(glob)
    const isAnywhere = !bare.includes('/')
    return (path: string, isFolder: boolean) =>
      (isFolder || !isForFolders) && posix.matchesGlob(isAnywhere ? posix.basename(path) : path, bare)
  })
  return (path, isFolder) => {
    const name = posix.basename(path)
    if (litter.test(name) || (!isFolder && textless.test(name))) return true
    return tests.some((test) => test(path, isFolder))
  }
}
