import type { Api } from './client.ts'

export const linksApi = (api: Api) => ({
  /** Has the system open a web page in its browser. */
  open: (url: string) => api.call((client) => client.api.links.open.$post({ json: { url } })),
})
