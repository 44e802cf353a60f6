import type { Document } from '../shared/contract/documents.ts'
import type { SearchResult } from '../shared/contract/search.ts'
import type { Artifact, Step } from '../shared/contract/tasks.ts'
import type { Answer, AnswerRequest } from '../text/answers/answer.ts'
import type { Analyser } from '../workers/analysis-threads.ts'

/** A step on its way: what it is said to do, and the facts it has come to. */
export type RunningStep = {
  /** Stores new facts, and what it is said to do now, while it goes on. */
  update(detail: Step['detail'], title?: string): void
}

/** What an agent may use while it works on a task. Every call ends with an AbortError once the task was stopped. */
export type Tools = {
  signal: AbortSignal
  /** Runs `work` as a step of the task: stored when it starts, changes and ends. */
  step<T>(
    kind: Step['kind'],
    title: string,
    work: (step: RunningStep) => Promise<{ value: T; title: string; detail: Step['detail'] }>,
  ): Promise<T>
  /** Those of the task's documents that are still being indexed. */
  unfinished(): Promise<Document[]>
  /** Resolves when a document of the workspace may have changed, or after a few seconds. */
  documentChange(): Promise<void>
  /** Those that the task is about: all, those it names, or what the filters in its prompt let through. */
  documents(): Promise<Document[]>
  /** How many of them are ready to be searched. */
  ready(): Promise<number>
  /** The best passages, the words that were searched for in place of misspelt ones, and filters that mean nothing. */
  search(query: string, limit: number): Promise<Pick<SearchResult, 'hits' | 'corrections' | 'notes' | 'meaning'>>
  /** The extractive answer from passages that were found. */
  quote(request: AnswerRequest): Promise<Answer>
  /** Keeps a file that the task made, in place of the one of that name; it is part of the task's result once it stands in `artifacts` there. */
  addArtifact(file: { name: string; mediaType: string; bytes: Uint8Array }): Promise<Artifact>
  /** Reads whole documents off the server's thread; to be disposed of at the end. */
  analyser(): Promise<Analyser>
  pageText(documentId: string, page: number): Promise<string | undefined>
}
