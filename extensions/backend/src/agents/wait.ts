import * as words from '../base/words/index.ts'
import type { Tools } from './common-tools.ts'

type Waiting = Pick<Tools, 'unfinished' | 'documentChange' | 'step'>

/** Waits, as a step that says so, until none of the task's documents is still being indexed. */
export const waitForDocuments = async ({ unfinished, documentChange, step }: Waiting): Promise<void> => {
  const open = (await unfinished()).length
  if (open === 0) return
  await step('wait', words.waiting.running(open), async ({ update }) => {
    let left = open
    while (left > 0) {
      await documentChange()
      const now = (await unfinished()).length
      if (now !== left) update({ documents: open, left: now })
      left = now
    }
    return {
      value: undefined,
      title: words.waiting.done(open),
      detail: { documents: open },
    }
  })
}
