// Goes into main.cjs: loads the bundle's other files, which lie beside it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { constants, runInNewContext, Script } from 'node:vm'

/** True in the build that is run once, before packing, to make the caches. */
declare const __WRITES_CODE_CACHE__: boolean

/** Milliseconds after the first part was loaded when starting is over. */
const startIsOver = 3000

type Loaded = { exports: unknown }
const loaded = new Map<string, Loaded>()

/**
 * The exports of a file of the bundle. `<name>.cache` beside it, where there is one, holds what V8 had compiled of it in a run
 * like this one, which halves the time it takes to load. V8 ignores a cache from another version of itself, but tells one for
 * other code by nothing more than its length: therefore files that are loaded so have a hash of their contents in their
 * names. In contrast to `module.enableCompileCache` this never writes to where the program is installed, and the first
 * start is fast already.
 */
export const loadPart = (name: string): unknown => {
  const known = loaded.get(name)
  if (known) return known.exports
  if (loaded.size === 0) setTimeout(giveBackMemory, startIsOver).unref()
  const filename = join(__dirname, name)
  const cache = filename.replace(/\.cjs$/, '.cache')
  const script = new Script(wrapped(readFileSync(filename, 'latin1')), {
    filename,
    cachedData: existsSync(cache) ? readFileSync(cache) : undefined,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  if (__WRITES_CODE_CACHE__) process.on('exit', () => writeFileSync(cache, script.createCachedData()))
  const part: Loaded = { exports: {} }
  loaded.set(name, part)
  script.runInThisContext()(part.exports, requireFrom(filename), part, filename, __dirname)
  return part.exports
}

/**
 * Hands the memory back that only starting took: a quarter of what a process has to itself. V8 by itself would keep it; this
 * kind of collection shrinks the young generation, too. It takes some 20 ms.
 */
const giveBackMemory = () => {
  setFlagsFromString('--expose-gc')
  const collect: typeof gc = runInNewContext('gc')
  collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}

/** Parts require each other in the same way, and all else as Node does. */
const requireFrom = (filename: string) => {
  const require = createRequire(filename)
  return (id: string) => (/^\.\/[^/]+\.cjs$/.test(id) ? loadPart(id.slice(2)) : require(id))
}

/** As Node wraps CommonJS; the bundler writes ASCII only. */
const wrapped = (source: string) => `(function(exports,require,module,__filename,__dirname){${source}\n})`
