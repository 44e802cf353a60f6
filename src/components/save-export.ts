import { ApiError } from '../api/client.ts'
import { saveAnswer } from '../base/save.ts'
import type { Notices } from '../state/notices.ts'
import { text } from '../strings/index.ts'

type Options = {
  notices: Notices
  /** Asks the backend for it; `damaged` leaves out what is. */
  take: (skip?: 'damaged') => Promise<Response>
  fallback: string
  /** Said while it is made, and once it is there, under that name. */
  saving?: string
  saved?: (name: string) => string
}

/** Saves an export. Where it is refused for damaged files, the reader is told which, and may have it without them. */
export const saveExport = async ({ notices, take, fallback, saving, saved }: Options): Promise<void> => {
  const attempt = async (skip?: 'damaged'): Promise<void> => {
    const save = async () => saveAnswer(await take(skip), fallback)
    try {
      const name = await (saving ? notices.during(saving, save()) : save())
      if (saved) notices.info(saved(name))
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'export.damaged') return notices.error(error)
      notices.offer(error.message, { label: text.checking.exportWithout, run: () => void attempt('damaged') })
    }
  }
  await attempt()
}
