import { text } from '../strings/index.ts'

type Timing = {
  /** How often it is tried before it counts as failed. */
  tries: number
  /** Milliseconds before the second try; each further wait is 1.6 times as long, up to `longest`. */
  first: number
  longest: number
}

/** As patient as the search for a backend that restarts: some 15 seconds. */
const DEFAULT_TIMING: Timing = { tries: 10, first: 150, longest: 4000 }

/** Says `failed` when code could not be had, so that the page can tell, whoever asked for it. */
export const loads = new EventTarget()

/**
 * Code that is fetched when it is needed: `await load(() => import('./dialog.ts'))`. A browser has it from the backend,
 * which may just be restarting, so what fails is tried again. @throws Error in words, with the last try's as its cause
 */
export const load = async <T>(part: () => Promise<T>, { tries, first, longest } = DEFAULT_TIMING): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await part()
    } catch (error) {
      if (attempt < tries) {
        await new Promise((resolve) => setTimeout(resolve, Math.min(first * 1.6 ** (attempt - 1), longest)))
        continue
      }
      loads.dispatchEvent(new Event('failed'))
      throw new Error(text.frame.unopened, { cause: error })
    }
  }
}
