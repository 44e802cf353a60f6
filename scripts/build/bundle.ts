import { copyFileSync, globSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { type BuildOptions, build, type Metafile, type Plugin, transform } from 'esbuild'
import { at, root, version } from '../project.ts'
import { recordPackages } from './packages.ts'

const source = at('extensions', 'backend', 'src')

/** What main.ts imports when it knows its role: files of their own, so that no process reads another one's code. */
const parts = { server: 'server/start.ts', extension: 'supervisor/extension.ts', serve: 'supervisor/serve.ts' }

/** Files that workers open beside themselves, and the packages they come from. */
const assets = { 'pdfium.wasm': '@embedpdf/pdfium/pdfium.wasm' }

/**
 * Bundles the backend into `folder`: `main.cjs`, its parts, a `<name>.worker.cjs` for each worker, what these share or
 * load when it is needed, and the files they open.
 */
export const bundleBackend = async (folder: string): Promise<PartFiles> => {
  mkdirSync(folder, { recursive: true })
  const { resolve } = createRequire(join(source, 'main.ts'))
  const assetFiles = Object.entries(assets).map(([name, path]) => ({ to: join(folder, name), from: resolve(path) }))
  for (const { from, to } of assetFiles) copyFileSync(from, to)

  const workers = globSync('workers/*.worker.ts', { cwd: source })
  const entries = workers.map((path) => ({ in: join(source, path), out: basename(path, '.ts') }))
  const made = [
    await split('worker', entries, '[name]', folder),
    await split('server', [entryOf('server')], '[name]-[hash]', folder),
    await split('supervisor', [entryOf('serve'), entryOf('extension')], '[name]-[hash]', folder),
  ]
  const files = partFiles(made)
  const main = await bundleMain(folder, files)
  recordPackages('backend', [...[...made, main].flatMap(bundled), ...assetFiles.map(({ from }) => from)])
  return files
}

/** Which file holds which part. */
export type PartFiles = Record<string, string>

const entryOf = (part: keyof typeof parts) => ({ in: join(source, parts[part]), out: part })

/**
 * Bundles entries into files that share what they have in common and leave apart what they import dynamically. esbuild
 * does that for ES modules only, and puts everything in one file for CommonJS, where it forgets to initialise what packages
 * without side effects re-export (its issue 3357): so it is done as ES modules, which are turned into CommonJS one by one.
 */
const split = async (name: string, entryPoints: { in: string; out: string }[], entryNames: string, folder: string) => {
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints,
    entryNames,
    chunkNames: `${name}-[hash]`,
    outdir: folder,
    format: 'esm',
    splitting: true,
    write: false,
    plugins: [leanZod, leanMcp],
  })
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, {
      ...minified,
      format: 'cjs',
      platform: 'node',
      target: common.target,
      define: { 'import.meta.url': '__fileUrl', 'import.meta.dirname': '__dirname' },
      banner: fileUrl,
      supported: { 'dynamic-import': false }, // as require, which finds parts where the executable's import() does not
    })
    writeFileSync(path, code)
  }
  return metafile
}

/**
 * Bundles `main.cjs` for the parts that lie in `folder`. With `writesCodeCache` it leaves caches behind when it has run;
 * that one is not shipped.
 */
export const bundleMain = async (folder: string, files: PartFiles, { writesCodeCache = false } = {}) => {
  const { metafile } = await build({
    ...common,
    ...minified,
    format: 'cjs',
    define: {
      ...common.define,
      'import.meta.dirname': '__dirname',
      __WRITES_CODE_CACHE__: String(writesCodeCache),
    },
    entryPoints: { main: join(source, 'main.ts') },
    outdir: folder,
    plugins: [separateParts(files)],
  })
  return metafile
}

const partFiles = (made: Metafile[]): PartFiles => {
  const outputs = made.flatMap(({ outputs }) => Object.entries(outputs))
  return Object.fromEntries(
    Object.entries(parts).map(([name, path]) => {
      const file = outputs.find(([, { entryPoint }]) => entryPoint?.endsWith(`/${path}`))?.[0]
      if (!file) throw new Error(`The bundler made nothing of ${path}.`)
      return [name, basename(file)]
    }),
  )
}

/** The files that something was taken from. */
const bundled = ({ outputs }: Metafile) =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
  )

const common = {
  absWorkingDir: root,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  minifySyntax: true,
  platform: 'node',
  target: 'node26',
  metafile: true,
  legalComments: 'none', // licences go along in a file of their own
  logLevel: 'warning',
  define: {
    __AIOS_VERSION__: JSON.stringify(version),
    // ws would take native helpers that the development tools happen to bring along.
    'process.env.WS_NO_BUFFER_UTIL': '"1"',
    'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
  },
} satisfies BuildOptions

// Names of functions are not kept: that is paid at each closure, and made the reading of PDFs three times slower.
const minified = { minify: true }

/** What CommonJS has instead of import.meta.url. In the executable, __filename is the executable itself. */
const fileUrl = "const __fileUrl=require('node:url').pathToFileURL(__filename).href;"

const separateParts = (files: PartFiles): Plugin => ({
  name: 'aios:parts',
  setup(context) {
    const names = new Map(Object.entries(parts).map(([name, path]) => [join(source, path), name]))
    context.onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
      const name = kind === 'dynamic-import' && names.get(join(resolveDir, path))
      return name ? { path: name, namespace: 'part' } : undefined
    })
    context.onLoad({ filter: /.*/, namespace: 'part' }, ({ path: name }) => ({
      contents: `module.exports = require('./part.ts').loadPart('${files[name]}')`,
      resolveDir: import.meta.dirname,
    }))
  },
})

/** zod brings its messages in forty languages along wherever it is passed around as a whole; AIOS uses the English ones. */
const leanZod: Plugin = {
  name: 'aios:lean-zod',
  setup(context) {
    context.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js'",
    }))
  },
}

/**
 * The MCP SDK brings Ajv along, which compiles schemas into code, for where nothing else is chosen; AIOS chooses the
 * interpreter that comes with it, as schemas of servers are others'.
 */
const leanMcp: Plugin = {
  name: 'aios:lean-mcp',
  setup(context) {
    context.onLoad(
      { filter: /modelcontextprotocol[\\/](?:client|server)[\\/]dist[\\/]shimsNode\.mjs$/ },
      ({ path }) => ({
        contents: `
        export { CfWorkerJsonSchemaValidator as DefaultJsonSchemaValidator } from './validators/cfWorker.mjs'
        export { default as process } from 'node:process'
        export const CORS_IS_POSSIBLE = false`,
        resolveDir: dirname(path),
      }),
    )
  },
}
