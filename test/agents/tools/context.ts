import { loadTool } from '../../../extensions/backend/src/agents/tools/index.ts'
import type { Source, Tool, ToolContext, ToolOutput } from '../../../extensions/backend/src/agents/tools/tool.ts'
import type { Document } from '../../../extensions/backend/src/shared/contract/documents.ts'
import { connect } from '../../../extensions/backend/src/storage/database/database.ts'
import { documentStore } from '../../../extensions/backend/src/storage/library/documents.ts'
import { workspaceStore } from '../../../extensions/backend/src/storage/library/workspaces.ts'
import { analysing } from '../../../extensions/backend/src/workers/analysis-threads.ts'
import type { TestApp } from '../../support/app.ts'

export type Written = { name: string; mediaType: string; bytes: Uint8Array }

/** What a tool works with, over nothing; a test gives what its tool uses. Remembers what was said, cited and written. */
export const emptyContext = (given: Partial<ToolContext> = {}) => {
  const said: string[] = []
  const sources: Source[] = []
  const written: Written[] = []
  const nothing = (name: string) => (): never => {
    throw new Error(`This test gives no ${name}.`)
  }
  const context: ToolContext = {
    signal: new AbortController().signal,
    documents: async () => [],
    unfinished: async () => [],
    documentChange: nothing('documentChange'),
    search: nothing('search'),
    analyser: nothing('analyser'),
    page: nothing('page'),
    agents: () => [],
    runAgent: nothing('runAgent'),
    task: {} as ToolContext['task'],
    progress: (title) => void said.push(title),
    cite(source) {
      const at = sources.findIndex(({ passageId, start }) => passageId === source.passageId && start === source.start)
      return at < 0 ? sources.push(source) : at + 1
    },
    async addArtifact(file) {
      written.push(file)
      return { id: `artifact-${written.length}`, name: file.name, mediaType: file.mediaType, size: file.bytes.length }
    },
    ...given,
  }
  return { context, said, sources, written }
}

/** The same over a workspace of an app. */
export const workspaceContext = (app: TestApp, workspaceId: string, given: Partial<ToolContext> = {}) => {
  const db = connect(app.dataDir, 'reader')
  const store = documentStore(db)
  const workspaceNumber = workspaceStore(db).find(workspaceId)?.number ?? 0
  const analysis = analysing({ dataDir: app.dataDir })
  const made = emptyContext({
    documents: async () => store.ofWorkspace(workspaceId),
    unfinished: async () => store.unfinished(workspaceId),
    async page(id, number) {
      const page = store.page(id, number)
      return page && { text: page.text, passages: store.passages(id, number) }
    },
    search: (q, limit) => app.services.searching.search({ workspaceId, workspaceNumber, q, limit }),
    analyser: async () => analysis.open({ signal: new AbortController().signal, workspaceNumber }),
    ...given,
  })
  return {
    ...made,
    async close() {
      await analysis.close()
      db.close()
    },
  }
}

/** Calls a tool as the loop does: its input is checked first. */
export const call = async (name: string, input: unknown, context: ToolContext): Promise<ToolOutput> => {
  const tool = (await loadTool(name)) as Tool
  return tool.run(tool.input.parse(input), context)
}

export const document = (given: Partial<Document> & Pick<Document, 'id' | 'name'>): Document => ({
  workspaceId: 'w',
  mediaType: 'text/plain',
  size: 1,
  sha256: 'x',
  status: 'ready',
  progress: 1,
  pages: 1,
  passages: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...given,
})
