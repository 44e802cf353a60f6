import type { NeutralinoConfig } from './config.ts'

const systems: Partial<Record<NodeJS.Platform, string>> = { linux: 'Linux', darwin: 'Darwin', win32: 'Windows' }

type Facts = { config: NeutralinoConfig; port: number; token: string; root: string }

/** `/__neutralino_globals.js`: what the core tells the page, as plain as the core writes it (an apostrophe breaks it). */
export const globalsScript = ({ config, port, token, root }: Facts): string => {
  const text = (value: string) => `'${value}'`
  const globals = {
    OS: text(systems[process.platform] ?? 'Unknown'),
    ARCH: text(process.arch),
    VERSION: text('6.9.0'),
    COMMIT: text('double'),
    APPID: text(config.applicationId),
    APPVERSION: text(config.version),
    PORT: port,
    MODE: text('window'),
    TOKEN: text(token),
    CWD: text(process.cwd()),
    ARGS: JSON.stringify([`${root}/neutralino`]),
    PATH: text(root),
    DATAPATH: text(root),
    PID: process.pid,
    RESMODE: text('bundle'),
    EXTENABLED: config.extensions.length > 0,
    CMETHODS: '[]',
    WSAVSTLOADED: false,
    CONFIGFILE: text('/neutralino.config.json'),
    LOCALE: text('en-US'),
    COMPDATA: text(''),
  }
  return Object.entries(globals)
    .map(([name, value]) => `var NL_${name}=${value};`)
    .join('')
}
