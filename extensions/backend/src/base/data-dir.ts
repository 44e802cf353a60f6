import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

type Place = { env?: NodeJS.ProcessEnv; platform?: NodeJS.Platform; home?: string }

/**
 * The folder that holds everything AIOS keeps: AIOS_DATA_DIR, else the system's own place for application data. Gives
 * back an absolute path; makes nothing.
 */
export const dataDirectory = ({
  env = process.env,
  platform = process.platform,
  home = homedir(),
}: Place = {}): string => {
  if (env.AIOS_DATA_DIR) return resolve(env.AIOS_DATA_DIR)
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'AIOS')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'AIOS')
  // The XDG base directory specification says to ignore a relative path here.
  const xdg = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : join(home, '.local', 'share')
  return join(xdg, 'aios')
}
