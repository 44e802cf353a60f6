import { count, duration } from './format.ts'
import { usage } from './models.ts'

export const leaving = {
  title: 'Open this link?',
  about: 'A model wrote this link. Opening it in your browser contacts this site:',
  address: 'Full address',
  open: 'The connection isn’t encrypted.',
  copy: 'Copy address',
  go: 'Open in browser',
  link: (address: string) => `Opens ${address}`,
}

type Spent = { inputTokens: number; outputTokens: number; cost?: number | undefined }

export const answering = {
  inProgress: 'Answer in progress',
  partial: 'Stopped before it was finished. This is the answer so far.',
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
  followUpChip: 'Follow-up',
  removeFollowUp: 'Don’t ask as a follow-up',
}
