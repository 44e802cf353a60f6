import { html } from 'lit'
import type { Document } from '../../api/documents.ts'
import { inShell } from '../../api/shell-link.ts'
import type { MenuItem } from '../../components/menu.ts'
import { saveAnswer } from '../../components/save.ts'
import type { Backend } from '../../state/app-state.ts'
import type { Notices } from '../../state/notices.ts'
import { text } from '../../strings/index.ts'
import '../../components/menu.ts'

/** What can be done with a document's original: a browser can only save it. */
export const originalMenu = ({ id, name }: Pick<Document, 'id' | 'name'>, backend: Backend, notices: Notices) => {
  const attempt = (work: () => Promise<unknown>) => () => void work().catch((error: unknown) => notices.error(error))
  const { documents } = backend
  const items: MenuItem[] = [
    ...(inShell()
      ? ([
          { label: text.evidence.openOriginal, icon: 'file', run: attempt(() => documents.open(id, 'open')) },
          { label: text.evidence.reveal, icon: 'library', run: attempt(() => documents.open(id, 'reveal')) },
        ] as const)
      : []),
    {
      label: text.library.original,
      icon: 'download',
      run: attempt(async () => saveAnswer(await documents.content(id), name)),
    },
  ]
  return html`
    <aios-menu
      .label=${text.evidence.original}
      .description=${text.evidence.originalOf(name)}
      .items=${items}
    ></aios-menu>
  `
}
