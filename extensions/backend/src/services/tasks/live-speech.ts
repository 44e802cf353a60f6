import type { Said } from '../../agents/run-tools.ts'
import type { SpokenPiece } from '../../shared/contract/tasks.ts'

/** Milliseconds between two times that listeners are told: models may send hundreds of pieces a second. */
const pause = 50
/** Characters of one channel that are shown while they come; all of it stands in the step afterwards. */
const MAX_SHOWN = 200_000

type Speech = { stepId: string; read: () => Said; timer?: NodeJS.Timeout | undefined }

/**
 * What models are saying just now, by task. It is kept in memory only, for whoever looks at a task; what was said stands
 * in the database with its step.
 */
export const liveSpeech = () => {
  const speeches = new Map<string, Speech>()
  const listeners = new Map<string, Set<() => void>>()
  const tell = (taskId: string) => {
    for (const listener of listeners.get(taskId) ?? []) listener()
  }

  return {
    /** Tells that a step has said more, and how to read what it has said by now; nothing once it is over. */
    show(taskId: string, stepId: string, read: (() => Said) | undefined): void {
      const before = speeches.get(taskId)
      if (!read) {
        clearTimeout(before?.timer)
        speeches.delete(taskId)
        return
      }
      const speech: Speech = before?.stepId === stepId ? before : { stepId, read }
      speech.read = read
      speeches.set(taskId, speech)
      speech.timer ??= setTimeout(() => {
        speech.timer = undefined
        tell(taskId)
      }, pause).unref()
    },

    /** Calls back when more was said; gives back how to stop. */
    watch(taskId: string, listener: () => void): () => void {
      const ours = listeners.get(taskId) ?? new Set()
      listeners.set(taskId, ours.add(listener))
      return () => {
        ours.delete(listener)
        if (ours.size === 0) listeners.delete(taskId)
      }
    },

    /** For one listener: gives, each time, what it has not been given yet. */
    reader(taskId: string): () => SpokenPiece[] {
      let stepId = ''
      const sent = new Map<string, string>()
      return () => {
        const speech = speeches.get(taskId)
        if (!speech) return []
        if (speech.stepId !== stepId) sent.clear()
        stepId = speech.stepId
        return channelsOf(speech.read()).flatMap(({ channel, tool, text }) => {
          const before = sent.get(channel) ?? ''
          const offset = text.startsWith(before) ? before.length : 0 // begun anew after a failure
          if (offset === text.length && sent.has(channel)) return []
          sent.set(channel, text)
          return [{ stepId, channel, ...(tool !== undefined && { tool }), offset, delta: text.slice(offset) }]
        })
      }
    },
  }
}
export type LiveSpeech = ReturnType<typeof liveSpeech>

const channelsOf = ({ text, reasoning, calls }: Said): { channel: string; tool?: string; text: string }[] => [
  { channel: 'reasoning', text: reasoning.slice(0, MAX_SHOWN) },
  { channel: 'text', text: text.slice(0, MAX_SHOWN) },
  ...calls.map(({ name, arguments: written }, at) => ({
    channel: `call:${at}`,
    tool: name,
    text: written.slice(0, MAX_SHOWN),
  })),
]
