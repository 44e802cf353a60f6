import { isTyping } from '../base/focus.ts'
import type { AppState } from '../state/app-state.ts'
import { screens } from '../state/route.ts'

/** The keys that work everywhere. Gives back the way to stop. */
export const listenForKeys = (app: Pick<AppState, 'actions' | 'evidence' | 'route'>): (() => void) => {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isModal()) return
    const act = withControl(event, app) ?? alone(event, app)
    if (!act) return
    event.preventDefault()
    act()
  }
  addEventListener('keydown', onKey)
  return () => removeEventListener('keydown', onKey)
}

type App = Parameters<typeof listenForKeys>[0]

const withControl = (event: KeyboardEvent, { actions, route }: App): (() => void) | undefined => {
  // A browser keeps Ctrl+N for its own window; Alt+N is left to us. By `code`, as Alt changes the character on a Mac.
  if (event.altKey && event.code === 'KeyN') return () => actions.newQuestion()
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return undefined
  const screen = screens[Number(event.key) - 1]
  if (screen) return () => route.go(screen)
  if (event.key === 'k') return () => actions.open('palette')
  if (event.key === 'n') return () => actions.newQuestion()
  if (event.key === 'f') return () => actions.searchLibrary()
  return undefined
}

const zooms: Readonly<Record<string, 'zoomIn' | 'zoomOut' | 'fit'>> = {
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  '0': 'fit',
}

const alone = (event: KeyboardEvent, { actions, evidence }: App): (() => void) | undefined => {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined
  if (event.key === 'Escape' && evidence.value) return () => evidence.close()
  if (isTyping()) return undefined
  if (event.key === '[' && evidence.value) return () => evidence.step(-1)
  if (event.key === ']' && evidence.value) return () => evidence.step(1)
  const zoom = evidence.value && zooms[event.key]
  if (zoom) return () => evidence[zoom]()
  if (event.key === '?') return () => actions.open('keys')
  return undefined
}

/** Whether a dialog lies over everything; the browser makes the rest inert, but its keys still come up to the window. */
const isModal = (root: ParentNode = document): boolean => {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches('dialog:modal')) return true
    if (element.shadowRoot && isModal(element.shadowRoot)) return true
  }
  return false
}
