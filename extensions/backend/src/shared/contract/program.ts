import * as z from 'zod'

/** Parts of how a program is started, or a server spoken with. */
export const command = z.string().trim().min(1, 'is missing').max(1000)
export const args = z.array(z.string().max(10_000)).max(200)
export const folder = z.string().trim().min(1).max(2000).describe('Absolute path of the folder that it is started in')
export const environment = z.string().regex(/^[A-Za-z_][\w.()-]*$/, 'isn’t a valid variable name')

export const secretName = z.string().trim().min(1).max(200)
const mostSecrets = 100
export const secrets = <Key extends z.ZodString, Value extends z.ZodType>(key: Key, value: Value) =>
  z.record(key, value).refine((record) => Object.keys(record).length <= mostSecrets, `may have ${mostSecrets} entries`)
