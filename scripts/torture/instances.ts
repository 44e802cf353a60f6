import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { backends, startBackend } from '../../test/support/backend.ts'
import { ledger } from './ledger.ts'
import { startLoad } from './load.ts'
import { type Plan, pick, portion, type Row, tally } from './plan.ts'
import { unsound } from './sound.ts'

/** Rounds of work, in each of which one of the two instances dies. */
const rounds = 20
const workTime = 4000

/** Two instances on one data directory, both at work; one of them is killed again and again. */
export const instances = async (plan: Plan): Promise<Row[]> => {
  const { random } = plan
  const dataDir = mkdtempSync(join(tmpdir(), 'aios-torture-'))
  const book = ledger()
  const wrong = tally()
  const start = () => startBackend({ command: backends.packed, dataDir })
  try {
    await using first = await start()
    let second = await start()
    const workspaces = [(await first.workspace('Shared')).id]
    let tried = 0
    while (tried < portion(plan, rounds) && !plan.isOver()) {
      const load = startLoad({
        ...{ random, book, wrong },
        client: () => pick(random, [first, second]),
        workspaces: () => workspaces,
      })
      await delay(workTime * random())
      await second.stop(random() < 0.7 ? 'SIGKILL' : 'SIGTERM')
      await load.stop()
      await second[Symbol.asyncDispose]()
      second = await start()
      tried++
    }
    const { kept, lost, failed } = await book.check(second)
    await second.stop()
    await second[Symbol.asyncDispose]()
    await first.stop()
    for (const what of unsound(dataDir)) failed.add(what)
    const problems = [lost.words(), failed.words(), wrong.words()].filter(Boolean)
    return [
      {
        scenario: 'two instances on one folder, one of them killed',
        tried,
        lost: lost.size,
        failed: failed.size + wrong.size,
        note: [`${kept} uploads, ${book.tasks.size} tasks`, ...problems].join('; '),
      },
    ]
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
