import { os, window as shellWindow } from '@neutralinojs/lib'
import type { Api } from './client.ts'
import { inShell } from './connection/shell-link.ts'

/** Names the window: in the shell, the native one as well. */
export const setTitle = (title: string): void => {
  if (document.title === title) return
  document.title = title
  // Before the core is reached there is no window to name; the next title comes soon.
  if (inShell()) shellWindow.setTitle(title).catch(() => undefined)
}

/**
 * Tells somebody who looks elsewhere. In a browser only where it was allowed already: nobody is asked for it. It holds
 * fixed words and figures only, since notifications are kept and shown by other programs.
 */
export const notify = (title: string, body: string): void => {
  if (document.hasFocus()) return
  if (inShell()) {
    // A system without notifications has the number in the title.
    os.showNotification(title, body).catch(() => undefined)
    return
  }
  if ('Notification' in window && Notification.permission === 'granted') new Notification(title, { body })
}

export const linksApi = (api: Api) => ({
  /** Has the system open a web page in its browser. */
  open: (url: string) => api.call((client) => client.api.links.open.$post({ json: { url } })),
})
