/**
 * What is left out of every folder: nothing of it did anybody write to be read. Told here without schemas, so that the
 * window can show it.
 */
export const alwaysIgnored = {
  /** Globs of names, of files and of folders: hidden, unfinished, the system's or a tool's own. */
  names: [
    ...['.*', '~$*', '*~', 'node_modules', '__pycache__', '__MACOSX', 'Thumbs.db', 'desktop.ini', '$RECYCLE.BIN'],
    ...['System Volume Information', 'lost+found'],
  ],
  /** Endings of unfinished files. */
  unfinished: 'tmp temp part partial crdownload download lock lck swp'.split(' '),
  /** Endings of files that hold no text. */
  textless: [
    ...'jpg jpeg png gif bmp tif tiff webp heic heif avif ico icns psd ai raw cr2 nef dng svgz'.split(' '),
    ...'mp3 m4a aac flac wav ogg opus wma aif aiff mid mp4 m4v mov avi mkv webm wmv flv mpg mpeg 3gp'.split(' '),
    ...'exe dll so dylib o obj a lib class pyc pyo wasm node msi deb rpm apk appimage dmg pkg iso img'.split(' '),
    ...'vmdk vdi qcow2 bin dat tar gz tgz bz2 tbz2 xz txz zst 7z rar jar war cab ttf otf woff woff2 eot'.split(' '),
    ...'sqlite sqlite3 db mdb accdb pst ost lnk url'.split(' '),
  ],
} as const
