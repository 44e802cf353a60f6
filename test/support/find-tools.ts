import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const onPath = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable)

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // not there, or not ours to run: to be found means to be usable
  }
}

const first = (...paths: (string | undefined | false)[]) => paths.find((path) => path && existsSync(path)) || undefined

/** An installed Chromium or Chrome: AIOS_CHROMIUM, else where systems put it. */
export const findChromium = (): string | undefined =>
  first(
    process.env.AIOS_CHROMIUM,
    ...['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map(onPath),
    process.platform === 'darwin' && '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    process.platform === 'win32' && join(process.env.PROGRAMFILES ?? '', 'Google/Chrome/Application/chrome.exe'),
  )

/** WebKitGTK's driver and the browser that it drives: the engine of the window on Linux. */
export const findWebKit = (): { driver: string; browser: string } | undefined => {
  const driver = onPath('WebKitWebDriver')
  const places = ['x86_64-linux-gnu', 'aarch64-linux-gnu', ''].flatMap((system) =>
    ['lib', 'libexec'].flatMap((folder) => [`/usr/${folder}/${system}/webkit2gtk-4.1/MiniBrowser`]),
  )
  const browser = first(...places)
  return driver && browser ? { driver, browser } : undefined
}

/** A display server that needs no screen. */
export const findXvfb = (): string | undefined => onPath('Xvfb')
