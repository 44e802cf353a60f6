/** What a task can be before its end: in the queue, at work, or waiting for its user. */
export const openStatuses = ['queued', 'running', 'waiting'] as const
/** How a task can end. */
export const finalStatuses = ['succeeded', 'failed', 'cancelled', 'interrupted'] as const
/** Of these, before its time: by its user, or with AIOS. */
export const stoppedStatuses = ['cancelled', 'interrupted'] as const
/** Under a claim, where it is not parked: one that is held waits for somebody who answers its process. */
export const claimedStatuses = ['running', 'waiting'] as const
export const taskStatuses = [...openStatuses, ...finalStatuses] as const

export type TaskStatus = (typeof taskStatuses)[number]
export type FinalStatus = (typeof finalStatuses)[number]

const has = (statuses: readonly string[], status: string) => statuses.includes(status)

/** Whether a task in this state has ended, however it did: no more comes of it unless it is run again. */
export const isOver = (status: TaskStatus): status is FinalStatus => has(finalStatuses, status)

export const wasStopped = (status: TaskStatus): status is (typeof stoppedStatuses)[number] =>
  has(stoppedStatuses, status)

type Transition = { from: readonly TaskStatus[]; to: readonly TaskStatus[] }

/**
 * All ways in which a task changes its state. One that waits is either *held*, by the process that works on it and keeps
 * its claim, or *parked*, in the database alone.
 */
export const transitions = {
  /** Somebody takes it up; one that is at work, only when whoever worked on it is gone. */
  claim: { from: openStatuses, to: ['running'] },
  /** It asks its user something while its process stays. */
  hold: { from: ['running'], to: ['waiting'] },
  /** It asks, and is put aside. */
  park: { from: claimedStatuses, to: ['waiting'] },
  /** Its user decided, and it is held. */
  resume: { from: ['waiting'], to: ['running'] },
  /** Its user decided, or what it launched goes on, and it is parked. */
  wake: { from: ['waiting'], to: ['queued'] },
  /** Whoever works on it gives it back. */
  leave: { from: claimedStatuses, to: ['queued'] },
  end: { from: openStatuses, to: finalStatuses },
  /** It is tried again. */
  again: { from: finalStatuses, to: ['queued'] },
} as const satisfies Record<string, Transition>
