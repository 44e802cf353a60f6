import type { Tools } from './common-tools.ts'
import { count } from './words.ts'

type Waiting = Pick<Tools, 'unfinished' | 'documentChange' | 'step'>

/** Waits, as a step that says so, until none of the task's documents is still being indexed. */
export const waitForDocuments = async ({ unfinished, documentChange, step }: Waiting): Promise<void> => {
  const open = (await unfinished()).length
  if (open === 0) return
  await step('wait', `Waiting for ${count(open, 'document')} to be indexed`, async ({ update }) => {
    let left = open
    while (left > 0) {
      await documentChange()
      const now = (await unfinished()).length
      if (now !== left) update({ documents: open, left: now })
      left = now
    }
    return {
      value: undefined,
      title: `Waited for ${count(open, 'document')} to be indexed`,
      detail: { documents: open },
    }
  })
}
