import type { ReactiveElement } from 'lit'
import { expect, test } from 'vitest'
import type { Use } from '../../src/base/use.ts'
import { TaskWatch } from '../../src/state/task-watch.ts'
import type { Tasks } from '../../src/state/tasks.ts'

/** A watch, and which tasks are watched because of it, as often as they are. */
const watching = (shown: () => readonly string[]) => {
  const watched: string[] = []
  const watch = (id: string) => {
    watched.push(id)
    return () => void watched.splice(watched.indexOf(id), 1)
  }
  const host = { isConnected: true, addController: () => undefined, requestUpdate: () => undefined }
  const tasks = { store: { watch } } as unknown as Use<Tasks>
  return { host, watched, watch: new TaskWatch(host as unknown as ReactiveElement, tasks, shown) }
}

test('what a component shows is watched once, and what it shows no longer is not', () => {
  let shown = ['one', 'two']
  const { watch, watched } = watching(() => shown)
  watch.hostUpdate()
  watch.hostUpdate()
  expect(watched).toEqual(['one', 'two'])
  shown = ['two', 'three', '']
  watch.hostUpdate()
  expect(watched).toEqual(['two', 'three'])
})

test('nothing is watched for a component that has gone, also where it is drawn once more', () => {
  const { host, watch, watched } = watching(() => ['one'])
  watch.hostUpdate()
  host.isConnected = false
  watch.hostDisconnected()
  watch.hostUpdate()
  expect(watched).toEqual([])
})
