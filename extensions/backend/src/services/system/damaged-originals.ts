import type { EventBus } from '../../base/events.ts'
import type { Logger } from '../../base/log.ts'
import * as words from '../../base/words/index.ts'
import type { DamagedDocument, Library } from '../../storage/library/library.ts'
import type { ConditionService } from './condition.ts'

type Parts = {
  library: Library
  condition: ConditionService
  events: EventBus
  /** Has what was queued taken up. */
  wake: () => void
  log: Logger
}

const code = 'originals.damaged'

/** Says which originals are damaged, until all of them are mended. */
export const damagedOriginals = ({ library: { originals }, condition, events, wake, log }: Parts) => {
  const look = async () => {
    const found = await originals.damaged()
    if (found.length === 0) condition.settle(code)
    else condition.raise({ code, message: wordsFor(found), action: 'review' })
  }

  const tell = async (sha256: string) => {
    for (const id of await originals.workspacesOf(sha256))
      events.emit({ type: 'workspace.changed', id, status: 'present' })
    wake()
    await look()
  }
  originals.whenDamaged((sha256) => {
    tell(sha256).catch((error: unknown) =>
      log.warn({ err: error }, 'a damaged or mended original could not be told of'),
    )
  })

  return { look }
}
export type DamagedOriginals = ReturnType<typeof damagedOriginals>

const wordsFor = ([first, ...more]: readonly DamagedDocument[]): string => {
  if (first && more.length === 0) return words.originals.textRemains(first.name, first.fault === 'missing')
  return words.originals.severalDamaged(more.length + 1, first?.name)
}
