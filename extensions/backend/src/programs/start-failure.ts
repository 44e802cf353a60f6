/** Why the system did not start a program, for people; undefined where it is not the system that refused. */
export const startFailure = (
  error: unknown,
  { command, folder }: { command: string; folder?: string | undefined },
): string | undefined => {
  const { code } = error as { code?: unknown }
  if (code === 'EACCES') return `“${command}” may not be run. Give the path of a program.`
  if (code !== 'ENOENT') return undefined
  return folder === undefined
    ? `There is no program “${command}”. Install it, or give its whole path.`
    : `There is no program “${command}”, or no folder ${folder}. Correct them.`
}

/** What the other side says, where that is all that is known. */
export const itSays = (message = 'nothing'): string => `It says: ${message.slice(0, 500)}`
