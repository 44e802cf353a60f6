import { rmSync } from 'node:fs'
import { at } from '../project.ts'
import { command } from '../run-command.ts'
import { hostTarget, type Target } from '../targets.ts'
import { layBase } from './base.ts'
import { lockedPackage } from './foreign.ts'
import type { SeaOrder } from './sea.ts'

/** Makes one executable for `target` out of one CommonJS file. Gives back what pkg had to say (a signature that is missing). */
export const makeExecutable = async (target: Target, entry: string, output: string): Promise<string> => {
  const home = await layBase(target)
  const order: SeaOrder = {
    entry,
    output,
    version: lockedPackage(target.base).version,
    platform: target.platform,
    arch: target.arch,
    codeCache: hostTarget()?.name === target.name,
  }
  rmSync(output, { force: true }) // one that is running can be removed, not overwritten
  const said = await command(process.execPath, [at('scripts', 'pack', 'sea.ts'), JSON.stringify(order)], {
    env: { ...process.env, HOME: home, USERPROFILE: home },
  })
  return said
    .split('\n')
    .filter((line) => /warning/i.test(line))
    .join('\n')
}
