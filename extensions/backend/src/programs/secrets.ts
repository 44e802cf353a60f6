import { fail } from '../base/errors.ts'
import { hidden } from '../base/log.ts'
import * as words from '../base/words/index.ts'

/** Names with their values; null stands for the value that is stored. @throws AppError `request.invalid` where none is */
export const withStoredValues = (
  sent: Readonly<Record<string, string | null>>,
  stored: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [
      name,
      value ?? stored[name] ?? fail('request.invalid', words.programs.noSecret(name)),
    ]),
  )

const MIN_SECRET = 8
const secretName = /token|key|secret|pass|auth|cookie|credential|session/i

/**
 * The values that are secret by their names: of the others, such as a folder or a host, answers may have to speak. Of an
 * `Authorization`, also what follows its scheme.
 */
export const secretValues = (secrets: Readonly<Record<string, string>>): string[] =>
  Object.entries(secrets)
    .filter(([name]) => secretName.test(name))
    .flatMap(([, value]) => [value, value.replace(/^\w+ +/, '')])
    .filter((value) => value.length >= MIN_SECRET)

const inJson = (value: string) => JSON.stringify(value).slice(1, -1)

/** What a program said, without the values of its secrets: it may show its environment, also as JSON, to whoever asks. */
export const withoutSecrets = <T>(said: T, values: readonly string[]): T => {
  const text = JSON.stringify(said)
  const written = values.flatMap((value) => [inJson(inJson(value)), inJson(value)])
  const found = written.filter((value) => text.includes(value))
  if (found.length === 0) return said
  return JSON.parse(found.reduce((rest, value) => rest.replaceAll(value, hidden), text)) as T
}
