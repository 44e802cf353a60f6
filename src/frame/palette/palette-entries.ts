import type { IconName } from '../../components/icon.ts'
import { sections } from '../../features/settings/settings-sections.ts'
import type { Actions } from '../../state/actions.ts'
import type { Agents } from '../../state/agents.ts'
import type { Documents } from '../../state/documents.ts'
import type { Indexing } from '../../state/indexing.ts'
import { type Preferences, themes } from '../../state/preferences.ts'
import { type Route, screens } from '../../state/route.ts'
import type { Tasks } from '../../state/tasks.ts'
import type { Workspaces } from '../../state/workspaces.ts'
import { text } from '../../strings/index.ts'
import { fitness } from './fuzzy.ts'

export type Entry = {
  /** Stays the same from one opening to the next, for what was used last. */
  key: string
  name: string
  kind: keyof typeof text.palette.kinds
  icon: IconName
  run: () => void
}

type Stores = {
  actions: Actions
  agents: Agents
  documents: Documents
  indexing: Indexing
  route: Route
  tasks: Tasks
  preferences: Preferences
  workspaces: Workspaces
}

/** Everything that the palette can find. */
export const allEntries = (stores: Stores): Entry[] => {
  const { actions, agents, documents, indexing, route, preferences, tasks, workspaces } = stores
  const { palette } = text
  const { paused } = indexing.value
  const command = (key: string, name: string, icon: IconName, run: () => void): Entry => ({
    key,
    name,
    kind: 'command',
    icon,
    run,
  })
  return [
    command('new', palette.newQuestion, 'ask', () => actions.newQuestion()),
    command('search', palette.searchLibrary, 'search', () => actions.searchLibrary()),
    command('recall', text.recall.title, 'search', () => route.go('library', 'recall')),
    command(
      'reading',
      paused ? palette.resumeReading : palette.pauseReading,
      paused ? 'resume' : 'pause',
      () => void indexing.pause(!paused),
    ),
    command('schedules', text.schedules.title, 'tasks', () => route.go('tasks', 'schedules')),
    command('add', palette.addFiles, 'fileUp', () => void actions.addFiles()),
    ...screens.map((screen) =>
      command(`go ${screen}`, palette.goTo(text.frame.screens[screen]), 'right', () => route.go(screen)),
    ),
    ...sections.map(({ id, title }) =>
      command(`settings ${id}`, palette.settings(title), 'settings', () => route.go('settings', id)),
    ),
    ...themes.map((name) =>
      command(
        `theme ${name}`,
        palette.theme(text.settings.themes[name]),
        'settings',
        () => void preferences.change({ theme: name }),
      ),
    ),
    command('keys', palette.keys, 'settings', () => actions.open('keys')),
    ...(agents.value.items ?? []).map(
      ({ id, name }): Entry => ({
        key: id,
        name: palette.useAgent(name),
        kind: 'agent',
        icon: 'agent',
        run: () => actions.useAgent(id),
      }),
    ),
    ...(workspaces.value.items ?? [])
      .filter(({ id }) => id !== workspaces.value.currentId)
      .map(
        ({ id, name }): Entry => ({
          key: id,
          name: palette.openWorkspace(name),
          kind: 'workspace',
          icon: 'library',
          run: () => workspaces.open(id),
        }),
      ),
    ...(documents.value.items ?? []).map(
      ({ id, name }): Entry => ({
        key: id,
        name,
        kind: 'document',
        icon: 'fileText',
        run: () => route.go('library', id),
      }),
    ),
    ...(tasks.value.items ?? []).map(
      ({ id, prompt }): Entry => ({
        key: id,
        name: prompt,
        kind: 'task',
        icon: 'tasks',
        run: () => route.go('tasks', id),
      }),
    ),
  ]
}

/** The best entries for a query; without one, those used last and then the others in their order. */
export const rank = (entries: readonly Entry[], query: string, recent: readonly string[], limit: number): Entry[] => {
  const age = (key: string) => {
    const at = recent.indexOf(key)
    return at < 0 ? recent.length : at
  }
  if (query.trim() === '') return entries.toSorted((a, b) => age(a.key) - age(b.key)).slice(0, limit)
  return entries
    .flatMap((entry) => {
      const score = fitness(query, entry.name)
      return score === undefined ? [] : [{ entry, score: score + (recent.length - age(entry.key)) / 4 }]
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ entry }) => entry)
}
