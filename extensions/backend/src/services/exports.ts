import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { archiveFormat } from '../contract/imports.ts'
import type { Citation, Task } from '../contract/tasks.ts'
import type { ArtifactStore } from '../storage/artifacts.ts'
import type { BlobStore } from '../storage/blobs.ts'
import type { ContentStore } from '../storage/contents.ts'
import type { DocumentStore } from '../storage/documents.ts'
import { type Archive, archive } from './archive.ts'
import { archiveName } from './names.ts'
import type { Originals } from './originals.ts'
import type { TaskService } from './tasks.ts'
import type { WorkspaceService } from './workspaces.ts'

type Parts = {
  workspaces: WorkspaceService
  documents: DocumentStore
  artifacts: ArtifactStore
  tasks: TaskService
  blobs: BlobStore
  contents: ContentStore
  originals: Originals
  version: string
}

/** What leaves AIOS: a workspace, or the evidence of one task, as a ZIP. Nothing secret is in it. */
export const exportService = (parts: Parts) => {
  const { workspaces, documents, artifacts, tasks, blobs, contents, originals, version } = parts

  const about = (kind: string) => ({
    kind,
    format: archiveFormat,
    app: 'AIOS',
    version,
    exportedAt: new Date().toISOString(),
  })

  /** Adds a task's answer and evidence to `folder`, its artifacts to `artifacts/`; gives back where these are. */
  const addTask = (zip: Archive, id: string, folder: string) => {
    const { result } = tasks.find(id)
    zip.text(`${folder}task.json`, () => `${JSON.stringify(tasks.get(id), undefined, 2)}\n`)
    if (!result) return []
    zip.text(`${folder}answer.md`, () => answerOf(tasks.find(id)))
    for (const [index, citation] of result.citations.entries()) {
      const name = archiveName(`${index + 1} ${citation.documentName}, page ${citation.page}.md`)
      zip.text(`${folder}evidence/${name}`, () => evidenceOf(citation, documents))
    }
    return artifacts.ofTask(id).flatMap(({ sha256, size, ...artifact }) => {
      if (!blobs.has(sha256)) return []
      const open = () => blobs.read(sha256)
      return [{ ...artifact, path: zip.file(`artifacts/${archiveName(artifact.name)}`, { sha256, size, open }) }]
    })
  }

  return {
    /** @throws AppError `workspace.unknown` (404) */
    workspace(id: string): { name: string; stream: Readable } {
      const workspace = workspaces.get(id)
      const zip = archive()
      const unpin = contents.pin(contents.ofWorkspace(id))
      const listed = documents.ofWorkspace(id).map((document) => {
        const { sha256, size, name, folder } = document
        const path = [...(folder?.split('/') ?? []), name].map(archiveName).join('/')
        const original = originals.at(document)
        if (original === undefined) return { ...document, missing: true }
        const open = () => createReadStream(original)
        return { ...document, path: zip.file(`documents/${path}`, { sha256, size, open }) }
      })
      const runs = tasks.list({ workspaceId: id })
      const made = runs.flatMap((task) => addTask(zip, task.id, `tasks/${task.id}/`))
      const { documents: _, ...rest } = workspace
      const stream = zip.end(() => ({
        ...about('workspace'),
        workspace: rest,
        documents: listed,
        tasks: runs.map((task) => task.id),
        artifacts: made,
      }))
      stream.once('close', unpin)
      return { name: archiveName(`${workspace.name}.zip`), stream }
    },

    /** @throws AppError `task.unknown` (404) */
    task(id: string): { name: string; stream: Readable } {
      const { prompt } = tasks.find(id)
      const zip = archive()
      const made = addTask(zip, id, '')
      const stream = zip.end(() => ({ ...about('task'), task: id, artifacts: made }))
      return { name: archiveName(`${prompt.replace(/\s+/g, ' ').slice(0, 60).toWellFormed()}.zip`), stream }
    },
  }
}
export type ExportService = ReturnType<typeof exportService>

const answerOf = ({ prompt, result }: Task) => {
  const sources = (result?.citations ?? []).map(
    ({ documentName, page }, index) => `${index + 1}. ${documentName}, page ${page}`,
  )
  return `# ${prompt}\n\n${result?.markdown ?? ''}\n${sources.length > 0 ? `\n## Sources\n\n${sources.join('\n')}\n` : ''}`
}

const evidenceOf = (
  { documentId, documentName, page, quote, start, end, verified }: Citation,
  documents: DocumentStore,
) => {
  const text = documents.page(documentId, page)?.text
  const sha256 = documents.find(documentId)?.sha256
  const facts = [
    `- document: ${documentName}`,
    ...(sha256 ? [`- sha256: ${sha256}`] : ['- the document is no longer in the workspace']),
    `- page: ${page}`,
    `- quote: characters ${start} to ${end} of the page`,
    `- verified: ${verified ? 'yes, word for word' : 'no'}`,
  ]
  const whole = text === undefined ? '' : `\n\n## The page\n\n${text}`
  return `# ${documentName}, page ${page}\n\n${facts.join('\n')}\n\n## The quote\n\n${quote}${whole}\n`
}
