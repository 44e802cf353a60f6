import { html, type TemplateResult } from 'lit'
import { unsafeHTML } from 'lit/directives/unsafe-html.js'
import archive from 'lucide-static/icons/archive.svg?raw'
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw'
import bot from 'lucide-static/icons/bot.svg?raw'
import check from 'lucide-static/icons/check.svg?raw'
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw'
import chevronLeft from 'lucide-static/icons/chevron-left.svg?raw'
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw'
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw'
import circleX from 'lucide-static/icons/circle-x.svg?raw'
import copy from 'lucide-static/icons/copy.svg?raw'
import download from 'lucide-static/icons/download.svg?raw'
import file from 'lucide-static/icons/file.svg?raw'
import fileText from 'lucide-static/icons/file-text.svg?raw'
import fileUp from 'lucide-static/icons/file-up.svg?raw'
import folderUp from 'lucide-static/icons/folder-up.svg?raw'
import library from 'lucide-static/icons/library.svg?raw'
import listChecks from 'lucide-static/icons/list-checks.svg?raw'
import listFilter from 'lucide-static/icons/list-filter.svg?raw'
import lock from 'lucide-static/icons/lock-keyhole.svg?raw'
import messageCircle from 'lucide-static/icons/message-circle-question-mark.svg?raw'
import pause from 'lucide-static/icons/pause.svg?raw'
import pencil from 'lucide-static/icons/pencil.svg?raw'
import play from 'lucide-static/icons/play.svg?raw'
import plus from 'lucide-static/icons/plus.svg?raw'
import rotateCcw from 'lucide-static/icons/rotate-ccw.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import settings from 'lucide-static/icons/settings.svg?raw'
import trash from 'lucide-static/icons/trash-2.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'

/** The icons that are used, from Lucide; only these are bundled. */
const icons = {
  alert: circleAlert,
  archive,
  agent: bot,
  ask: messageCircle,
  cancel: circleX,
  check,
  close: x,
  copy,
  delete: trash,
  down: chevronDown,
  download,
  file,
  fileText,
  fileUp,
  filter: listFilter,
  folderUp,
  left: chevronLeft,
  library,
  lock,
  pause,
  plus,
  rename: pencil,
  resume: play,
  retry: rotateCcw,
  right: chevronRight,
  search,
  send: arrowUp,
  settings,
  tasks: listChecks,
}
export type IconName = keyof typeof icons

/** An icon beside a text or inside a control that has a label of its own: always hidden from screen readers. */
export const icon = (name: IconName): TemplateResult =>
  html`<span class="icon" aria-hidden="true">${unsafeHTML(icons[name])}</span>`
