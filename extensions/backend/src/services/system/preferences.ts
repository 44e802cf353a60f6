import { type Preferences, type PreferencesChange, preferences } from '../../shared/contract/preferences.ts'
import type { PreferenceStore } from '../../storage/setup/preferences.ts'

/** How its user likes it. Kept here, as the window has another origin, and with it an empty memory, at every start. */
export const preferenceService = ({ store }: { store: PreferenceStore }) => {
  const get = (): Preferences => preferences.parse(store.all())
  return {
    get,
    change(change: PreferencesChange): Preferences {
      for (const [name, value] of Object.entries(change)) store.put(name, value)
      return get()
    },
  }
}
