import { tool } from '../run-command.ts'

/** Type-checks and lints; gives back an exit code. */
export const check = async (): Promise<number> => {
  const types = await tool('typescript/bin/tsc', ['--noEmit'])
  const lint = await tool('@biomejs/biome/bin/biome', ['check'])
  return types || lint
}
