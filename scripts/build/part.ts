// Goes into main.cjs: loads one of the bundle's other files, `<name>.cjs` beside it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { constants, Script } from 'node:vm'

/** True in the build that is run once, before packing, to make the caches. */
declare const __WRITES_CODE_CACHE__: boolean

/**
 * The exports of a part. `<name>.cache` beside it, where there is one, holds what V8 had compiled of it in a run like this
 * one, which halves the time it takes to load. V8 ignores a cache from another version of itself. In contrast to
 * `module.enableCompileCache` this never writes to where the program is installed, and its first start is fast already.
 */
export const loadPart = (name: string): unknown => {
  const filename = join(__dirname, `${name}.cjs`)
  const cache = join(__dirname, `${name}.cache`)
  const script = new Script(wrapped(readFileSync(filename, 'latin1')), {
    filename,
    cachedData: existsSync(cache) ? readFileSync(cache) : undefined,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  if (__WRITES_CODE_CACHE__) process.on('exit', () => writeFileSync(cache, script.createCachedData()))
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(filename), module, filename, __dirname)
  return module.exports
}

/** As Node wraps CommonJS; the bundler writes ASCII only. */
const wrapped = (source: string) => `(function(exports,require,module,__filename,__dirname){${source}\n})`
