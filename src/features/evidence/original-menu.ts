import { html } from 'lit'
import { ApiError } from '../../api/client.ts'
import { inShell } from '../../api/connection/shell-link.ts'
import type { Document } from '../../api/documents.ts'
import { saveAnswer } from '../../base/save.ts'
import type { MenuItem } from '../../components/menu.ts'
import type { Backend } from '../../state/app-state.ts'
import type { Notices } from '../../state/notices.ts'
import { text } from '../../strings/index.ts'
import '../../components/menu.ts'

/** What can be done with a document's original: a browser can only save it; `others` are what else can be done here. */
export const originalMenu = (
  { id, name }: Pick<Document, 'id' | 'name'>,
  backend: Backend,
  notices: Notices,
  others: readonly MenuItem[] = [],
) => {
  const attempt = (work: () => Promise<unknown>) => () => void work().catch((error: unknown) => notices.error(error))
  const { documents } = backend
  /** What may run something is not opened: it is shown in its folder, and why is said. */
  const open = () =>
    documents.open(id, 'open').catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.code !== 'document.not-shown') throw error
      notices.info(error.message)
      return documents.open(id, 'reveal')
    })
  const items: MenuItem[] = [
    ...(inShell()
      ? ([
          { label: text.evidence.openOriginal, icon: 'file', run: attempt(open) },
          { label: text.evidence.reveal, icon: 'library', run: attempt(() => documents.open(id, 'reveal')) },
        ] as const)
      : []),
    {
      label: text.library.original,
      icon: 'download',
      run: attempt(async () => saveAnswer(await documents.content(id), name)),
    },
    ...(others.length > 0 ? (['line', ...others] as const) : []),
  ]
  return html`
    <aios-menu
      .label=${text.evidence.original}
      .description=${text.evidence.originalOf(name)}
      .items=${items}
    ></aios-menu>
  `
}
