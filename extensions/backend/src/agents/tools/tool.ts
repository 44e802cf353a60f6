import type * as z from 'zod'
import type { Agent } from '../../shared/contract/agents.ts'
import type { Hit } from '../../shared/contract/search.ts'
import type { Task } from '../../shared/contract/tasks.ts'
import type { PassageOfPage } from '../../storage/library/library.ts'
import type { Tools } from '../common-tools.ts'

/** What a call may do at worst; an agent's approval policy is given by it. */
export type Risk = 'read' | 'write' | 'network' | 'run'

/** Where a passage that a model is shown stands. */
export type Source = Pick<Hit, 'documentId' | 'documentName' | 'page' | 'passageId' | 'start' | 'end'>

/** A page with the passages that it is cut into, in order: every character but white space is in one of them. */
type ReadablePage = { text: string; passages: PassageOfPage[] }

/** What a tool may use. Every call ends with an AbortError once the task was stopped. */
export type ToolContext = Pick<
  Tools,
  'signal' | 'documents' | 'search' | 'addArtifact' | 'analyser' | 'unfinished' | 'documentChange'
> & {
  task: Task
  /** A page of one of the task's documents, as it is stored. */
  page(documentId: string, number: number): Promise<ReadablePage | undefined>
  /** The number, `[3]`, under which the model cites this passage: the same one all through the task. */
  cite(source: Source): number
  /** Says, while a long call works, what it is at. */
  progress(title: string, detail?: Record<string, unknown>): void
  /** The agents that `runAgent` may run: not the one that works, nor any that started it. */
  agents(): Pick<Agent, 'id' | 'name' | 'description'>[]
  /** Runs another agent to its end as a task of its own, and gives its result's markdown. */
  runAgent(agentId: string, prompt: string): Promise<string>
}

export type ToolOutput = {
  /** What the model reads. Text of documents stands in it as data, marked as such. */
  text: string
  /** What the timeline says of the call, in words for people. */
  title: string
  /** Facts for the timeline. */
  detail?: Record<string, unknown>
}

/** One tool that a model may call. */
export type Tool<Input = unknown> = {
  /** As the model calls it: `search_documents`. */
  name: string
  /** For people: `Search the documents`. */
  title: string
  /** For the model: what it does, when to use it, what comes back. */
  description: string
  risk: Risk
  /** Whether a call that a crash cut off may simply be made again; otherwise the user is asked. */
  repeatable: boolean
  input: z.ZodType<Input>
  /**
   * Of a tool that others make: another one as soon as they say something else of it, or make it in another place. What the
   * user allowed is allowed for this one.
   */
  identity?: string
  /** The JSON schema that the model is shown, of a tool that brings its own; else it is made from `input`. */
  schema?: Record<string, unknown>
  /** The call in one line for people, as an approval shows it before it is made. */
  says(input: Input): string
  /** What "always" allows, where it is less than the whole tool: `fetch_url example.org`. */
  always?(input: Input): string
  /** @throws AppError whose message the model can act on */
  run(input: Input, context: ToolContext): Promise<ToolOutput>
}

/** A tool whose call is a question to the user: the task waits, and the answer is the output. */
export type Question = Omit<Tool<{ question: string; choices?: string[] | undefined }>, 'run'> & { asks: true }

/** What is known of a tool without loading it. */
export type ToolFacts = Pick<Tool, 'name' | 'title' | 'description' | 'risk'>
