import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { File } from '../../test/support/client.ts'
import { pdf } from '../../test/support/pdf.ts'
import { docxOf } from '../../test/text/extract/office.ts'
import type { Client, Ledger } from './ledger.ts'
import { pick, type Tally } from './plan.ts'

type Options = {
  random: () => number
  book: Ledger
  /** The backend as it is now; it may be gone when it is asked. */
  client: () => Client
  /** The workspaces that are worked in. */
  workspaces: () => readonly string[]
  /** A folder that is followed, where there is one. */
  folder?: string
  /** Told of answers that nobody should get. */
  wrong: Tally
}

/** Statuses that a backend which is ending may answer with. */
const fine = (status: number) => status < 500 || status === 503

/** People at work, one after the other in each lane: they send, ask, search, export, remove. */
export const startLoad = (options: Options, lanes = 6) => {
  const { wrong } = options
  const over = new AbortController()
  const lane = async () => {
    while (!over.signal.aborted) {
      try {
        const status = await act(options)
        if (status !== undefined && !fine(status)) wrong.add(`answered with ${status}`)
      } catch (error) {
        // Nobody answered: it was killed, or is not back yet.
        if (!isGone(error)) wrong.add((error as Error).message.slice(0, 80))
        await back(options, over.signal)
      }
    }
  }
  const ended = Promise.all(Array.from({ length: lanes }, lane))
  return {
    async stop() {
      over.abort()
      await ended
    },
  }
}

/** Waits until somebody answers again. */
const back = async ({ client }: Options, over: AbortSignal) => {
  const isBack = () =>
    client()
      .request('/health')
      .then(
        ({ ok }) => ok,
        () => false,
      )
  while (!over.aborted && !(await isBack())) await delay(50)
}

/** What `fetch` throws when the connection breaks, and what reading on from one that did throws. */
const isGone = (error: unknown) =>
  error instanceof TypeError || error instanceof SyntaxError || (error as Error).name === 'AbortError'

const act = async ({ random, book, client, workspaces, folder }: Options): Promise<number | undefined> => {
  const workspace = pick(random, workspaces())
  const dice = random()
  if (dice < 0.4) {
    const count = 1 + Math.floor(random() * 3)
    return book.upload(client(), workspace, await Promise.all(Array.from({ length: count }, () => newFile(random))))
  }
  if (dice < 0.55) return void (await book.launch(client(), workspace, pick(random, questions)))
  if (dice < 0.75) {
    const response = await client().request(`/api/workspaces/${workspace}/search?q=${pick(random, words)}`)
    await response.text()
    return response.status
  }
  if (dice < 0.78) {
    const response = await client().request(`/api/workspaces/${workspace}/export`)
    await response.bytes()
    return response.status
  }
  if (dice < 0.81) {
    const [id] =
      pick(
        random,
        [...book.documents.entries()].filter(([, { removal }]) => !removal),
      ) ?? []
    return id === undefined ? undefined : void (await book.remove(client(), id))
  }
  if (dice < 0.86 && folder) return writeFileSync(join(folder, `${unique()}.md`), text(random)) as undefined
  const response = await client().request(`/api/workspaces/${workspace}/documents`)
  await response.text()
  return response.status
}

let made = 0
const unique = () => `file ${process.pid} ${made++}`

const words = ['mooring', 'fee', 'berth+euros', '"inner+harbour"', 'crane', 'type:pdf+fee']
const questions = [
  'What is the annual fee for a mooring?',
  'How many documents mention a berth?',
  'List all fees.',
  'When is the fee due?',
]

const text = (random: () => number): string =>
  Array.from({ length: 1 + Math.floor(random() * 30) }, () => {
    const berth = Math.floor(random() * 1e9)
    return `# Berth ${berth}\n\nThe fee for mooring at berth ${berth} is ${berth % 997} euros. It is due on day ${berth % 28}.`
  }).join('\n\n')

/** A file of some kind, like no other. */
const newFile = async (random: () => number): Promise<File> => {
  const dice = random()
  const name = unique()
  if (dice < 0.2) return [`${name}.pdf`, pdf([text(random).split('\n'), [`Page of ${name}`]])]
  if (dice < 0.35) return [`${name}.docx`, await docxOf(`<w:p><w:r><w:t>${text(random)}</w:t></w:r></w:p>`)]
  return [`${name}.md`, `${text(random)}\n\n${name}`]
}
