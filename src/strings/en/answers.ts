import { count, duration } from './format.ts'
import { usage } from './models.ts'

export const leaving = {
  title: 'This leads out of AIOS',
  about: 'A model wrote this link. It opens in the browser of this computer, which tells that place of it:',
  address: 'The whole address',
  open: 'The connection is not encrypted.',
  copy: 'Copy the address',
  go: 'Open in the browser',
  link: (address: string) => `Leads to ${address}`,
}

type Spent = { inputTokens: number; outputTokens: number; cost?: number | undefined }

export const answering = {
  inProgress: 'What the model is saying',
  partial: 'It was stopped before its end. This is what it had.',
  /** `scripted · 22 tokens in, 14 out · 3 requests · 2.1 s · $0.0042` */
  spent: (models: readonly string[], { inputTokens, outputTokens, cost }: Spent, calls: number, took: number) =>
    [
      models.join(', '),
      `${usage.tokens(inputTokens)} tokens in, ${usage.tokens(outputTokens)} out`,
      ...(calls > 0 ? [count(calls, 'request')] : []),
      ...(took > 0 ? [duration(took)] : []),
      ...(cost === undefined ? [] : [usage.money(cost)]),
    ]
      .filter(Boolean)
      .join(' · '),
  followUp: 'Ask a follow-up…',
  followUpChip: 'Goes on from the answer above',
  removeFollowUp: 'Do not go on from the answer above',
}
