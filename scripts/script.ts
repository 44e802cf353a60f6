/** A failure that its message explains in full; shown without a stack. */
export class Stop extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.name = 'Stop'
    this.exitCode = exitCode
  }
}

/** Runs a script's main function with its arguments: a number it gives back is the exit code, a Stop is one line. */
export const script = async (main: (args: string[]) => Promise<number | undefined>): Promise<void> => {
  try {
    process.exitCode = (await main(process.argv.slice(2))) ?? 0
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    const isUsage = code?.startsWith('ERR_PARSE_ARGS') ?? false
    console.error(error instanceof Stop || isUsage ? message : error)
    process.exitCode = error instanceof Stop ? error.exitCode : isUsage ? 2 : 1
  }
}
