import * as words from '../../../base/words/index.ts'
import { ModelError, modelError } from '../../../models/errors.ts'
import type { Finding, ProbeCheck } from '../../../shared/contract/probe.ts'
import type { Target } from './ask.ts'

/** Milliseconds that a part of an examination took, with what it came to or what it failed with. */
type Attempt<T> = { took: number } & ({ value: T; error?: never } | { value?: never; error: ModelError })

/** Who is told of each finding as it is made. */
export type Told = (finding: Finding) => void

/** What an examination finds, written down as it goes on. */
export const notes = (signal: AbortSignal, told: Told = () => undefined) => {
  const findings: Finding[] = []
  return {
    findings,

    add(check: ProbeCheck, status: Finding['status'], message: string, took?: number): void {
      const finding = { check, status, message, ...(took !== undefined && { took: Math.round(took) }) }
      findings.push(finding)
      told(finding)
    },

    /**
     * Runs a part of the examination, for at most so many milliseconds; what fails is put into words.
     * @throws only the signal's reason
     */
    async attempt<T>(
      target: Target & { model?: string },
      milliseconds: number,
      work: (signal: AbortSignal) => Promise<T>,
    ): Promise<Attempt<T>> {
      const started = performance.now()
      const limited = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)])
      const took = () => performance.now() - started
      try {
        return { value: await work(limited), took: took() }
      } catch (error) {
        signal.throwIfAborted()
        return { error: limited.aborted ? tooSlow(target, milliseconds) : modelError(error, target), took: took() }
      }
    },
  }
}
export type Notes = ReturnType<typeof notes>

const tooSlow = ({ name }: Target, milliseconds: number) =>
  new ModelError('provider.silent', words.checkup.tooSlow(name, milliseconds), { retryable: true })
