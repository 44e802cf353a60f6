import * as words from '../base/words/index.ts'
/** Why the system did not start a program, for people; undefined where it is not the system that refused. */
export const startFailure = (
  error: unknown,
  { command, folder }: { command: string; folder?: string | undefined },
): string | undefined => {
  const { code } = error as { code?: unknown }
  if (code === 'EACCES') return words.programs.notExecutable(command)
  if (code !== 'ENOENT') return undefined
  return folder === undefined ? words.programs.missing(command) : words.programs.missingIn(command, folder)
}

/** What the other side says, where that is all that is known. */
export const itSays = (message = words.programs.saysNothing): string => words.programs.says(message.slice(0, 500))
