import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { fail } from '../../base/errors.ts'
import { archiveName } from '../../base/file-names.ts'
import * as words from '../../base/words/index.ts'
import type { Document } from '../../shared/contract/documents.ts'
import { archiveFormat } from '../../shared/contract/imports.ts'
import type { AnswerFormat, Citation } from '../../shared/contract/tasks.ts'
import type { Library } from '../../storage/library/library.ts'
import type { ArtifactStore } from '../../storage/tasks/artifacts.ts'
import type { JournalStore } from '../../storage/tasks/file-changes.ts'
import type { StepContentStore } from '../../storage/tasks/step-contents.ts'
import type { TaskFiles } from '../../storage/tasks/task-files.ts'
import { answerAsMarkdown, citationsAsCsv, standing, titleOf } from '../../text/answers/answer-export.ts'
import type { WorkspaceService } from '../library/workspaces.ts'
import type { TaskService } from '../tasks/tasks.ts'
import { type ExportFiles, type ExportOptions, exportFiles } from './export-files.ts'
import { type Archive, archive } from './export-zip.ts'

type Parts = {
  workspaces: WorkspaceService
  library: Library
  artifacts: ArtifactStore
  changes: JournalStore
  contentsOfSteps: StepContentStore
  tasks: TaskService
  files: TaskFiles
  version: string
}

/** What leaves AIOS: a workspace, or the evidence of one task, as a ZIP. Nothing secret is in it. */
export const exportService = (parts: Parts) => {
  const { workspaces, library, artifacts, changes, contentsOfSteps, tasks, version } = parts

  const about = (kind: string) => ({
    kind,
    format: archiveFormat,
    app: 'AIOS',
    version,
    exportedAt: new Date().toISOString(),
  })

  /** Adds earlier versions of a task's files to `folder`: a later one took each one's place. */
  const addVersions = (zip: Archive, files: ExportFiles, id: string, folder: string) => {
    for (const [index, { after, name, isCurrent }] of changes.versions(id).entries()) {
      const from = files.pathOf(after.sha256)
      if (isCurrent || from === undefined) continue
      const path = `${folder}versions/${archiveName(`${index + 1} ${name}`)}`
      zip.file(path, { ...after, open: () => createReadStream(from) })
    }
  }

  /** Looks for all that a task made. */
  const seek = async (files: ExportFiles, id: string) => {
    for (const each of artifacts.ofTask(id)) await files.made(each)
    for (const { after, name, isCurrent } of changes.versions(id)) {
      if (!isCurrent) await files.made({ name, sha256: after.sha256 })
    }
  }

  /** Everything that each step holds: what was said, and every call with its arguments and what came back. */
  const stepsOf = (id: string) =>
    tasks.get(id).steps.map((step) => ({ ...step, content: contentsOfSteps.get(step.id) }))

  /** Adds a task's answer and evidence to `folder`, its artifacts to `artifacts/`; gives back where these are. */
  const addTask = (zip: Archive, files: ExportFiles, id: string, folder: string) => {
    const { prompt, result } = tasks.find(id)
    zip.text(`${folder}task.json`, () => `${JSON.stringify(tasks.get(id), undefined, 2)}\n`)
    zip.text(`${folder}steps.json`, () => `${JSON.stringify(stepsOf(id), undefined, 2)}\n`)
    addVersions(zip, files, id, folder)
    if (!result) return artifactsOf(zip, files, id)
    zip.text(`${folder}answer.md`, () => answerAsMarkdown({ prompt, result: tasks.find(id).result ?? result }))
    for (const [index, citation] of result.citations.entries()) {
      const name = archiveName(`${index + 1} ${citation.documentName}, page ${citation.page}.md`)
      zip.text(`${folder}evidence/${name}`, () => evidenceOf(citation, library))
    }
    return artifactsOf(zip, files, id)
  }

  const artifactsOf = (zip: Archive, files: ExportFiles, id: string) =>
    artifacts.ofTask(id).flatMap(({ sha256, size, ...artifact }) => {
      const from = files.pathOf(sha256)
      if (from === undefined) return []
      const open = () => createReadStream(from)
      return [{ ...artifact, path: zip.file(`artifacts/${archiveName(artifact.name)}`, { sha256, size, open }) }]
    })

  /** @throws AppError `task.unknown` (404), `task.unanswered` (409) */
  const answered = (id: string) => {
    const { prompt, result } = tasks.find(id)
    if (!result) return fail('task.unanswered', words.exchange.noAnswer, { status: 409 })
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
      const { answerAsHtml, tablesAsCsv } = await import('../../text/answers/answer-html.ts')
      if (format === 'html') {
        return { name: nameOf('html'), mediaType: 'text/html; charset=utf-8', body: answerAsHtml(answer) }
      }
      const tables = tablesAsCsv(answer)
      return tables
        ? { ...csv, name: nameOf('tables.csv'), body: tables }
        : fail('answer.no-table', words.exchange.noTable, { status: 409 })
    },

    /** @throws AppError `workspace.unknown` (404), `export.damaged` (409) */
    async workspace(id: string, options: ExportOptions = {}): Promise<{ name: string; stream: Readable }> {
      const workspace = await workspaces.get(id)
      const unpin = await library.originals.pin(id)
      try {
        const files = exportFiles(library.originals, parts.files)
        const found: { document: Document; place: { path: string } | { reason: string } }[] = []
        for (const document of await library.documents.ofWorkspace(id)) {
          found.push({ document, place: await files.original(document) })
        }
        const runs = tasks.list({ workspaceId: id, fields: 'summary' })
        for (const task of runs) await seek(files, task.id)
        files.check(options)
        const zip = archive()
        const listed = found.map(({ document, place }) => {
          if ('reason' in place) return { ...document, missing: true, reason: place.reason }
          const { sha256, size, name, folder } = document
          const path = [...(folder?.split('/') ?? []), name].map(archiveName).join('/')
          const open = () => createReadStream(place.path)
          return { ...document, path: zip.file(`documents/${path}`, { sha256, size, open }) }
        })
        const made = runs.flatMap((task) => addTask(zip, files, task.id, `tasks/${task.id}/`))
        const { documents: _, ...rest } = workspace
        const stream = zip.end(() => ({
          ...about('workspace'),
          workspace: rest,
          documents: listed,
          tasks: runs.map((task) => task.id),
          artifacts: made,
        }))
        stream.once('close', () => void unpin().catch(letGoLater))
        return { name: archiveName(`${workspace.name}.zip`), stream }
      } catch (error) {
        await unpin().catch(letGoLater)
        throw error
      }
    },

    /** @throws AppError `task.unknown` (404), `export.damaged` (409) */
    async task(id: string, options: ExportOptions = {}): Promise<{ name: string; stream: Readable }> {
      const { prompt } = tasks.find(id)
      const files = exportFiles(library.originals, parts.files)
      await seek(files, id)
      files.check(options)
      const zip = archive()
      const made = addTask(zip, files, id, '')
      const stream = zip.end(() => ({ ...about('task'), task: id, artifacts: made }))
      return { name: archiveName(`${prompt.replace(/\s+/g, ' ').slice(0, 60).toWellFormed()}.zip`), stream }
    },
  }
}

/** What is not removed now is swept later. */
const letGoLater = () => undefined

const evidenceOf = async (citation: Citation, { documents, pages: all }: Library) => {
  const { documentId, documentName, page, quote, start, end, continues } = citation
  const numbers = [page, ...(continues ? [continues.page] : [])]
  const pages = await Promise.all(numbers.map(async (number) => (await all.page(documentId, number))?.text))
  const sha256 = (await documents.find(documentId))?.sha256
  const { evidence } = words.exchange
  const facts = [
    `- document: ${documentName}`,
    ...(sha256 ? [`- sha256: ${sha256}`] : [`- ${evidence.noDocument}`]),
    `- page: ${page}`,
    `- ${evidence.quote(start, end)}`,
    ...(continues ? [`- ${evidence.continues(continues.page, continues.start, continues.end)}`] : []),
    `- match: ${standing(citation)}`,
  ]
  const whole = pages
    .flatMap((text, at) =>
      text === undefined ? [] : [`\n\n## ${at === 0 ? evidence.page : evidence.nextPage}\n\n${text}`],
    )
    .join('')
  return `# ${words.answers.exported.source(documentName, page)}\n\n${facts.join('\n')}\n\n## ${evidence.quoteTitle}\n\n${quote}${whole}\n`
}
