import type { Notices } from '../state/notices.ts'
import { text } from '../strings/index.ts'

/** Puts words on the clipboard, and says so. */
export const copy = async (words: string | Promise<string>, notices: Notices): Promise<void> => {
  try {
    const ready = await words
    await navigator.clipboard.writeText(ready).catch((cause: unknown) => {
      throw new Error(text.error.noClipboard, { cause })
    })
    notices.info(text.action.copied)
  } catch (error) {
    notices.error(error)
  }
}
