import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { archiveFormat } from '../contract/imports.ts'
import type { AnswerFormat, Citation } from '../contract/tasks.ts'
import { fail } from '../errors.ts'
import type { ArtifactStore } from '../storage/artifacts.ts'
import type { BlobStore } from '../storage/blobs.ts'
import type { ContentStore } from '../storage/contents.ts'
import type { DocumentStore } from '../storage/documents.ts'
import type { JournalStore } from '../storage/journal.ts'
import type { StepContentStore } from '../storage/step-contents.ts'
import { answerAsMarkdown, citationsAsCsv, standing, titleOf } from '../text/answer-export.ts'
import { type Archive, archive } from './archive.ts'
import { archiveName } from './names.ts'
import type { Originals } from './originals.ts'
import type { TaskService } from './tasks.ts'
import type { WorkspaceService } from './workspaces.ts'

type Parts = {
  workspaces: WorkspaceService
  documents: DocumentStore
  artifacts: ArtifactStore
  changes: JournalStore
  contentsOfSteps: StepContentStore
  tasks: TaskService
  blobs: BlobStore
  contents: ContentStore
  originals: Originals
  version: string
}

/** What leaves AIOS: a workspace, or the evidence of one task, as a ZIP. Nothing secret is in it. */
export const exportService = (parts: Parts) => {
  const { workspaces, documents, artifacts, changes, contentsOfSteps, tasks, blobs, contents, originals, version } =
    parts

  const about = (kind: string) => ({
    kind,
    format: archiveFormat,
    app: 'AIOS',
    version,
    exportedAt: new Date().toISOString(),
  })

  /** Adds earlier versions of a task's files to `folder`: a later one took each one's place. */
  const addVersions = (zip: Archive, id: string, folder: string) => {
    for (const [index, { after, name, isCurrent }] of changes.versions(id).entries()) {
      if (isCurrent || !blobs.has(after.sha256)) continue
      const path = `${folder}versions/${archiveName(`${index + 1} ${name}`)}`
      zip.file(path, { ...after, open: () => blobs.read(after.sha256) })
    }
  }

  /** Everything that each step holds: what was said, and every call with its arguments and what came back. */
  const stepsOf = (id: string) =>
    tasks.get(id).steps.map((step) => ({ ...step, content: contentsOfSteps.get(step.id) }))

  /** Adds a task's answer and evidence to `folder`, its artifacts to `artifacts/`; gives back where these are. */
  const addTask = (zip: Archive, id: string, folder: string) => {
    const { prompt, result } = tasks.find(id)
    zip.text(`${folder}task.json`, () => `${JSON.stringify(tasks.get(id), undefined, 2)}\n`)
    zip.text(`${folder}steps.json`, () => `${JSON.stringify(stepsOf(id), undefined, 2)}\n`)
    addVersions(zip, id, folder)
    if (!result) return artifactsOf(zip, id)
    zip.text(`${folder}answer.md`, () => answerAsMarkdown({ prompt, result: tasks.find(id).result ?? result }))
    for (const [index, citation] of result.citations.entries()) {
      const name = archiveName(`${index + 1} ${citation.documentName}, page ${citation.page}.md`)
      zip.text(`${folder}evidence/${name}`, () => evidenceOf(citation, documents))
    }
    return artifactsOf(zip, id)
  }

  const artifactsOf = (zip: Archive, id: string) =>
    artifacts.ofTask(id).flatMap(({ sha256, size, ...artifact }) => {
      if (!blobs.has(sha256)) return []
      const open = () => blobs.read(sha256)
      return [{ ...artifact, path: zip.file(`artifacts/${archiveName(artifact.name)}`, { sha256, size, open }) }]
    })

  /** @throws AppError `task.unknown` (404), `task.unanswered` (409) */
  const answered = (id: string) => {
    const { prompt, result } = tasks.find(id)
    if (!result) return fail('task.unanswered', 'This task has no answer to save. Retry it first.', { status: 409 })
    return { prompt, result }
  }

  return {
    /** An answer to take along. @throws AppError `task.unknown` (404), `task.unanswered`, `answer.no-table` (409) */
    async answer(
      id: string,
      format: AnswerFormat,
    ): Promise<{ name: string; mediaType: string; body: string | Uint8Array }> {
      const answer = answered(id)
      const nameOf = (extension: string) => archiveName(`${titleOf(answer).slice(0, 60).toWellFormed()}.${extension}`)
      if (format === 'markdown') {
        return { name: nameOf('md'), mediaType: 'text/markdown; charset=utf-8', body: answerAsMarkdown(answer) }
      }
      const csv = { name: nameOf('csv'), mediaType: 'text/csv; charset=utf-8' }
      if (format === 'csv') return { ...csv, body: citationsAsCsv(answer) }
      const { answerAsHtml, tablesAsCsv } = await import('../text/answer-html.ts')
      if (format === 'html') {
        return { name: nameOf('html'), mediaType: 'text/html; charset=utf-8', body: answerAsHtml(answer) }
      }
      const tables = tablesAsCsv(answer)
      return tables
        ? { ...csv, name: nameOf('tables.csv'), body: tables }
        : fail('answer.no-table', 'There is no table in this answer.', { status: 409 })
    },

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
      const runs = tasks.list({ workspaceId: id, fields: 'summary' })
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

const evidenceOf = (citation: Citation, documents: DocumentStore) => {
  const { documentId, documentName, page, quote, start, end, continues } = citation
  const pages = [page, ...(continues ? [continues.page] : [])].map((number) => documents.page(documentId, number)?.text)
  const sha256 = documents.find(documentId)?.sha256
  const facts = [
    `- document: ${documentName}`,
    ...(sha256 ? [`- sha256: ${sha256}`] : ['- the document is no longer in the workspace']),
    `- page: ${page}`,
    `- quote: characters ${start} to ${end} of the page`,
    ...(continues ? [`- it goes on on page ${continues.page}: characters ${continues.start} to ${continues.end}`] : []),
    `- match: ${standing(citation)}`,
  ]
  const whole = pages
    .flatMap((text, at) => (text === undefined ? [] : [`\n\n## The ${at === 0 ? '' : 'next '}page\n\n${text}`]))
    .join('')
  return `# ${documentName}, page ${page}\n\n${facts.join('\n')}\n\n## The quote\n\n${quote}${whole}\n`
}
