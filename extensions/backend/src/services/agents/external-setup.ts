import { isDeepStrictEqual } from 'node:util'
import { withStoredValues } from '../../programs/secrets.ts'
import { commandLine } from '../../shared/command-line.ts'
import type { External, ExternalChange } from '../../shared/contract/external.ts'
import type { KeyService } from '../models/keys.ts'

type Secrets = Record<string, string>

/** How the programs of agents are set up: the values of their variables are kept as secrets under the agent's id. */
export const externalSetups = ({ keys }: { keys: KeyService }) => {
  const stored = async (id: string, before: External | undefined): Promise<Secrets> =>
    before?.keyStore ? (JSON.parse((await keys.get(id, before.keyStore)) ?? '{}') as Secrets) : {}

  /** The values that are meant, where null stands for one that is kept. @throws AppError `request.invalid` */
  const valuesOf = async (id: string, { env }: Pick<ExternalChange, 'env'>, before?: External): Promise<Secrets> =>
    withStoredValues(env, Object.values(env).includes(null) ? await stored(id, before) : {})

  return {
    stored,
    valuesOf,

    /**
     * What is stored of a setup, in place of `before`; its secrets are kept. Another command is allowed anew.
     * @throws AppError `request.invalid` (400), `keys.unavailable` (409)
     */
    async put(id: string, sent: ExternalChange, before?: External): Promise<External> {
      const { command, args, folder, documents, library } = sent
      const values = await valuesOf(id, sent, before)
      const env = Object.keys(values)
      const hasNew = Object.values(sent.env).some((value) => value !== null)
      const isSame =
        before !== undefined && !hasNew && isDeepStrictEqual(runs(before), runs({ command, args, env, folder }))
      const keyStore = env.length > 0 ? await keys.set(id, JSON.stringify(values)) : undefined
      if (!keyStore) await keys.remove(id, before?.keyStore)
      return {
        ...{ command, args, env, documents, library },
        ...(folder !== undefined && { folder }),
        commandLine: commandLine({ command, args }),
        allowed: sent.allowed ?? (isSame && before.allowed),
        ...(isSame && before.asking && { asking: before.asking }),
        ...(keyStore && { keyStore }),
      }
    },

    forget: (id: string, { keyStore }: External): Promise<void> => keys.remove(id, keyStore),
  }
}
export type ExternalSetups = ReturnType<typeof externalSetups>

const runs = ({ command, args, env, folder }: Pick<External, 'command' | 'args' | 'env' | 'folder'>) => ({
  ...{ command, args, folder },
  env: env.toSorted(),
})
