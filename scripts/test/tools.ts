import { existsSync } from 'node:fs'
import { findChromium, findWebKit, findXvfb } from '../../test/support/find-tools.ts'
import { command } from '../run-command.ts'
import { coreFor } from '../start/core.ts'
import { hostTarget } from '../targets.ts'

type Tool = { name: string; isThere: () => unknown; packages: string[]; without: string }

const tools: Tool[] = [
  {
    name: 'Chromium',
    isThere: findChromium,
    packages: ['chromium', 'fonts-dejavu-core', 'fonts-noto-core', 'fonts-noto-cjk'],
    without: 'Skipped: tests in the browser, for want of Chromium or Chrome (or AIOS_CHROMIUM).',
  },
  {
    name: 'WebKitGTK',
    isThere: () => findWebKit() && findXvfb(),
    packages: ['webkit2gtk-driver', 'xvfb'],
    without: 'Skipped: tests in WebKitGTK, for want of WebKitWebDriver with MiniBrowser, and Xvfb.',
  },
]

/**
 * Sees to the programs that tests drive: installs them on Debian where that is allowed, and says in a line what is skipped
 * for want of which.
 */
export const provideTools = async (): Promise<void> => {
  const missing = tools.filter(({ isThere }) => !isThere())
  if (missing.length > 0 && mayInstall()) await install(missing)
  for (const { isThere, without } of tools) if (!isThere()) console.error(without)
  if (!coreFor(hostTarget()))
    console.error('Skipped: tests in the real window, for want of a Neutralino core in bin/ or AIOS_NEUTRALINO_BIN.')
}

const mayInstall = () => existsSync('/etc/debian_version') && process.getuid?.() === 0

const install = async (missing: Tool[]): Promise<void> => {
  console.error(`Installing ${missing.map(({ name }) => name).join(' and ')} for the tests (apt-get) …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const packages = missing.flatMap((tool) => tool.packages)
  try {
    await command('apt-get', ['update', '-qq'], { env })
    await command('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env })
  } catch (error) {
    console.error(`apt-get did not install them: ${(error as Error).message.split('\n').at(-1)}`)
  }
}
