import { copyFileSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { at, backendBin, root, version } from '../project.ts'
import { recordPackages } from './packages.ts'

const source = at('extensions', 'backend', 'src')

/** Files that workers open beside themselves, and the packages they come from. */
const assets = { 'pdfium.wasm': '@embedpdf/pdfium/pdfium.wasm' }

/**
 * Bundles the backend into `folder`: `main.cjs`, a `<name>.worker.cjs` for each worker, and the files these open.
 * Small main, heavy workers: what main does not hold, no start waits for.
 *
 * @returns bytes of main.cjs
 */
export const bundleBackend = async (folder: string): Promise<number> => {
  mkdirSync(folder, { recursive: true })
  const workers = globSync('workers/*.worker.ts', { cwd: source })
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: join(source, 'main.ts'), out: 'main' },
      ...workers.map((path) => ({ in: join(source, path), out: basename(path, '.ts') })),
    ],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    keepNames: true, // errors and logs name classes and functions
    platform: 'node',
    format: 'cjs',
    target: 'node26',
    metafile: true,
    legalComments: 'none', // licences go along in a file of their own
    logLevel: 'warning',
    // What CommonJS has instead of import.meta. In the executable, __filename is the executable itself.
    define: {
      'import.meta.url': '__fileUrl',
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
      __AIOS_VERSION__: JSON.stringify(version),
    },
    banner: { js: "const __fileUrl=require('node:url').pathToFileURL(__filename).href;" },
  })
  const { resolve } = createRequire(join(source, 'main.ts'))
  for (const [name, path] of Object.entries(assets)) copyFileSync(resolve(path), join(folder, name))
  recordPackages('backend', Object.keys(metafile.inputs))
  const main = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint?.endsWith('/main.ts'))
  return main?.bytes ?? 0
}

/** Bundles the backend to where the shell starts it, with a launcher in place of the executable. */
export const buildBackend = async (): Promise<void> => {
  rmSync(backendBin, { recursive: true, force: true })
  await bundleBackend(backendBin)
  if (process.platform === 'win32') {
    writeFileSync(launcher, `@"${process.execPath}" "%~dp0main.cjs" %*\r\n`)
    return
  }
  const node = process.execPath.replaceAll("'", String.raw`'\''`)
  writeFileSync(launcher, `#!/bin/sh\nexec '${node}' "\${0%/*}/main.cjs" "$@"\n`, { mode: 0o755 })
}

/** Runs the bundle with this very Node. */
export const launcher = join(backendBin, process.platform === 'win32' ? 'aios-backend.cmd' : 'aios-backend')
