import { fail } from '../../base/errors.ts'
import * as words from '../../base/words/index.ts'
import { openWithSystem } from './opener.ts'

/** Leads out of AIOS, to the system's own browser: a window of the app never shows a page of the web. */
export const linkService = ({ open = openWithSystem }: { open?: typeof openWithSystem } = {}) => ({
  /** `url` is one of http or https. @throws AppError `link.not-opened` (409) */
  async open(url: string): Promise<void> {
    // Written anew by the parser: no blank, quotation mark or control character of it reaches a program as it was.
    const address = new URL(url).href
    await open(address, 'open').catch((cause: unknown) =>
      fail('link.not-opened', words.links.notOpened, {
        status: 409,
        cause,
      }),
    )
  },
})
