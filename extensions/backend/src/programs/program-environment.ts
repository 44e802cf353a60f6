import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

/** What a program needs to run at all; nothing of AIOS's own, and no key of another program, goes along. */
const inherited =
  process.platform === 'win32'
    ? 'APPDATA COMSPEC HOMEDRIVE HOMEPATH LOCALAPPDATA PATHEXT PROCESSOR_ARCHITECTURE PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86) PROGRAMW6432 SYSTEMDRIVE SYSTEMROOT TEMP TMP USERNAME USERPROFILE WINDIR'
    : 'HOME LANG LC_ALL LC_CTYPE LOGNAME SHELL TERM TMPDIR TZ USER XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR'

/** Where such programs are usually installed: an app that was started from the desktop knows none of these folders. */
const usualFolders =
  process.platform === 'win32'
    ? []
    : [
        '/opt/homebrew/bin',
        '/usr/local/bin',
        ...['.local/bin', '.volta/bin', '.bun/bin', '.deno/bin', '.cargo/bin'].map((folder) => join(homedir(), folder)),
      ]

/** The environment of a program that is started: what programs need, and `own`, which counts more. */
export const environment = (own: Readonly<Record<string, string>>): Record<string, string> => {
  const taken = inherited.split(' ').flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const path = [...new Set([...(process.env.PATH ?? '').split(delimiter), ...usualFolders])].filter(Boolean)
  return { ...Object.fromEntries(taken), PATH: path.join(delimiter), ...own }
}
