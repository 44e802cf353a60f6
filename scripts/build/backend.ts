import { copyFileSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import { at, backendBin, root, version } from '../project.ts'
import { recordPackages } from './packages.ts'

const source = at('extensions', 'backend', 'src')

/** What main.ts imports when it knows its role: each a file of its own, so that no process reads another one's code. */
const parts = { server: 'server/start.ts', extension: 'supervisor/extension.ts', serve: 'supervisor/serve.ts' }

/** Files that workers open beside themselves, and the packages they come from. */
const assets = { 'pdfium.wasm': '@embedpdf/pdfium/pdfium.wasm' }

type Options = {
  /** The build that leaves code caches behind when it runs; never shipped. */
  writesCodeCache?: boolean
}

/**
 * Bundles the backend into `folder`: `main.cjs`, its parts, a `<name>.worker.cjs` for each worker, and the files these
 * open. What a process does not need, it does not load.
 */
export const bundleBackend = async (folder: string, { writesCodeCache = false }: Options = {}): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  const define = { ...common.define, __WRITES_CODE_CACHE__: String(writesCodeCache) }
  const options: BuildOptions & { metafile: true } = { ...common, define, outdir: folder, metafile: true }
  const workers = globSync('workers/*.worker.ts', { cwd: source })
  const others = [...Object.values(parts), ...workers].map((path) => ({ in: join(source, path), out: outName(path) }))
  const built = await Promise.all([
    build({ ...options, entryPoints: { main: join(source, 'main.ts') }, plugins: [separateParts] }),
    build({ ...options, entryPoints: others, plugins: [leanZod] }),
  ])
  const { resolve } = createRequire(join(source, 'main.ts'))
  for (const [name, path] of Object.entries(assets)) copyFileSync(resolve(path), join(folder, name))
  recordPackages('backend', [
    ...built.flatMap(({ metafile }) => bundled(metafile)),
    ...Object.values(assets).map((path) => resolve(path)),
  ])
}

/** The files that something was taken from. */
const bundled = ({ outputs }: Metafile) =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
  )

const outName = (path: string) => Object.entries(parts).find(([, file]) => file === path)?.[0] ?? basename(path, '.ts')

const common: BuildOptions = {
  absWorkingDir: root,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  minify: true,
  keepNames: true, // errors and logs name classes and functions
  platform: 'node',
  format: 'cjs',
  target: 'node26',
  legalComments: 'none', // licences go along in a file of their own
  logLevel: 'warning',
  // What CommonJS has instead of import.meta. In the executable, __filename is the executable itself.
  define: {
    'import.meta.url': '__fileUrl',
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
    __AIOS_VERSION__: JSON.stringify(version),
    // ws would take native helpers that the development tools happen to bring along.
    'process.env.WS_NO_BUFFER_UTIL': '"1"',
    'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
  },
  banner: { js: "const __fileUrl=require('node:url').pathToFileURL(__filename).href;" },
}

const separateParts: Plugin = {
  name: 'aios:parts',
  setup(context) {
    const names = new Map(Object.entries(parts).map(([name, path]) => [join(source, path), name]))
    context.onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
      const name = kind === 'dynamic-import' && names.get(join(resolveDir, path))
      return name ? { path: name, namespace: 'part' } : undefined
    })
    context.onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => ({
      contents: `module.exports = require('./part.ts').loadPart('${path}')`,
      resolveDir: import.meta.dirname,
    }))
  },
}

/**
 * The OpenAPI generator imports all of zod's core, the messages of forty languages included, for one function; that keeps
 * the bundler from leaving out what nobody uses.
 */
const leanZod: Plugin = {
  name: 'aios:lean-zod',
  setup(context) {
    context.onResolve({ filter: /^zod\/v4\/core$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: 'toJSONSchema', namespace: 'zod' } : undefined,
    )
    context.onLoad({ filter: /.*/, namespace: 'zod' }, ({ path }) => ({
      contents: `import { ${path} } from 'zod/v4/core'; export { ${path} }`,
      resolveDir: root,
    }))
  },
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
