import { readFileSync } from 'node:fs'
import { version } from '../project.ts'
import { shellConfig } from '../start/core.ts'

/** What macOS starts. Finder starts it with `/` as the folder and next to nothing on the PATH. */
export const macLauncher = `#!/bin/sh
here=$(cd "$(/usr/bin/dirname "$0")" && pwd)
exec "$here/aios-window" --res-mode=bundle --path="$here/../Resources"
`

/** https://developer.apple.com/documentation/bundleresources/information-property-list */
export const infoPlist = () => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>CFBundleName</key><string>AIOS</string>
  <key>CFBundleDisplayName</key><string>AIOS</string>
  <key>CFBundleIdentifier</key><string>${shellConfig().applicationId}</string>
  <key>CFBundleVersion</key><string>${version}</string>
  <key>CFBundleShortVersionString</key><string>${version}</string>
  <key>CFBundlePackageType</key><string>APPL</string>
  <key>CFBundleExecutable</key><string>AIOS</string>
  <key>CFBundleIconFile</key><string>AIOS</string>
  <key>LSMinimumSystemVersion</key><string>13.5</string>
  <key>NSHighResolutionCapable</key><true/>
</dict>
</plist>
`

/** Kinds of pictures in an icon, by their width; each may be a PNG as it is. https://en.wikipedia.org/wiki/Apple_Icon_Image_format */
const kinds: Record<number, string> = {
  16: 'icp4',
  32: 'icp5',
  64: 'icp6',
  128: 'ic07',
  256: 'ic08',
  512: 'ic09',
  1024: 'ic10',
}

/** An icon for macOS out of one square PNG. @throws when the PNG has a width that icons cannot have */
export const icns = (path: string): Buffer => {
  const png = readFileSync(path)
  const width = png.readUInt32BE(16) // IHDR comes first in every PNG
  const kind = kinds[width]
  if (!kind) throw new Error(`${path} is ${width} pixels wide; an icon can be ${Object.keys(kinds).join(', ')}.`)
  return block('icns', block(kind, png))
}

const block = (type: string, content: Buffer) => {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(head.length + content.length, 4)
  return Buffer.concat([head, content])
}
