import { html, type TemplateResult } from 'lit'
import { text } from '../../strings/index.ts'

export type Section = {
  /** Its place in the address: `#/settings/models`. */
  id: string
  title: string
  /** Fetches the code of its element, when it is opened. */
  load: () => Promise<unknown>
  content: () => TemplateResult
}

/** What the settings consist of, in the order of their list; the first is shown when none is asked for. */
export const sections: readonly Section[] = [
  {
    id: 'models',
    title: text.models.title,
    load: () => import('./models/models-settings.ts'),
    content: () => html`<aios-settings-models></aios-settings-models>`,
  },
  {
    id: 'meaning',
    title: text.embeddings.title,
    load: () => import('./models/embeddings-settings.ts'),
    content: () => html`<aios-settings-embeddings></aios-settings-embeddings>`,
  },
  {
    id: 'usage',
    title: text.usage.title,
    load: () => import('./usage/usage-settings.ts'),
    content: () => html`<aios-settings-usage></aios-settings-usage>`,
  },
  {
    id: 'mcp',
    title: text.mcp.title,
    load: () => import('./mcp/mcp-settings.ts'),
    content: () => html`<aios-settings-mcp></aios-settings-mcp>`,
  },
  {
    id: 'access',
    title: text.access.title,
    load: () => import('./mcp/access-settings.ts'),
    content: () => html`<aios-settings-access></aios-settings-access>`,
  },
  {
    id: 'permissions',
    title: text.permissions.title,
    load: () => import('./permissions-settings.ts'),
    content: () => html`<aios-settings-permissions></aios-settings-permissions>`,
  },
  {
    id: 'appearance',
    title: text.settings.appearance,
    load: () => import('./appearance-settings.ts'),
    content: () => html`<aios-settings-appearance></aios-settings-appearance>`,
  },
  {
    id: 'storage',
    title: text.settings.storage,
    load: () => import('./storage/storage-settings.ts'),
    content: () => html`<aios-settings-storage></aios-settings-storage>`,
  },
  {
    id: 'keys',
    title: text.settings.keys,
    load: () => import('./keys-settings.ts'),
    content: () => html`<aios-settings-keys></aios-settings-keys>`,
  },
  {
    id: 'about',
    title: text.settings.about,
    load: () => import('./about/about-settings.ts'),
    content: () => html`<aios-settings-about></aios-settings-about>`,
  },
]
