import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'

export type How = 'open' | 'reveal'

/** A program, its arguments as it gets them, and whether its exit code says anything. */
type Command = { program: string; args: readonly string[]; isVerbatim?: boolean; tells: boolean }

/** Milliseconds until a program that still runs counts as having opened the file: some stay as long as the file is open. */
const patience = 3000

/** Has the system open a file with the program for its type, or show it in its folder. `path` is absolute, and is data. */
export const openWithSystem = async (path: string, how: How, platform = process.platform): Promise<void> => {
  const failures: string[] = []
  for (const command of commandsOf(path, how, platform)) {
    const failure = await run(command)
    if (failure === undefined) return
    failures.push(failure)
  }
  fail('document.not-opened', words.documents.notOpened(failures), {
    status: 409,
  })
}

/** What can do it, the best first. Never through a shell, so that no name is taken for anything but a name. */
const commandsOf = (path: string, how: How, platform: NodeJS.Platform): Command[] => {
  if (platform === 'darwin') return [{ program: 'open', args: how === 'reveal' ? ['-R', path] : [path], tells: true }]
  if (platform === 'win32') {
    // Explorer reads its own command line; a path on Windows has no quotation marks. Its exit code is always 1.
    const args = [how === 'reveal' ? `/select,"${path}"` : `"${path}"`]
    return [{ program: 'explorer.exe', args, isVerbatim: true, tells: false }]
  }
  if (how === 'open') return [{ program: 'xdg-open', args: [path], tells: true }]
  return [
    { program: 'dbus-send', args: [...showItems, `array:string:${uriOf(path)}`, 'string:'], tells: true },
    { program: 'xdg-open', args: [dirname(path)], tells: true },
  ]
}

const showItems = [
  '--session',
  '--print-reply',
  '--reply-timeout=2000',
  '--dest=org.freedesktop.FileManager1',
  '/org/freedesktop/FileManager1',
  'org.freedesktop.FileManager1.ShowItems',
]

/** dbus-send takes a comma for the end of an item. */
const uriOf = (path: string) => pathToFileURL(path).href.replaceAll(',', '%2C')

/** Why it did not work; undefined when it did. */
const run = async ({ program, args, isVerbatim = false, tells }: Command): Promise<string | undefined> => {
  const child = spawn(program, args, { detached: true, stdio: 'ignore', windowsVerbatimArguments: isVerbatim })
  const over = new AbortController()
  try {
    const outcome = await Promise.race([
      once(child, 'exit', { signal: over.signal }).then(([code]) => code as number | null),
      delay(patience, 0, { signal: over.signal }),
    ])
    return outcome === 0 || !tells ? undefined : words.documents.programFailed(program, outcome)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? words.documents.programMissing(program)
      : (error as Error).message
  } finally {
    over.abort()
    child.unref()
  }
}
