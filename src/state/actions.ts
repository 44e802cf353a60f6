import { createContext } from '@lit/context'
import { load } from '../base/load.ts'
import { Observable } from '../base/observable.ts'
import { type PickedFile, pickFiles } from '../base/picked-files.ts'
import { text } from '../strings/index.ts'
import type { Agents } from './agents.ts'
import type { Documents } from './documents.ts'
import type { Notices } from './notices.ts'
import type { Route } from './route.ts'
import type { Tasks } from './tasks.ts'
import type { Thread } from './thread.ts'
import type { Uploads } from './uploads.ts'
import type { Workspaces } from './workspaces.ts'

type Parts = {
  agents: Agents
  documents: Documents
  notices: Notices
  route: Route
  tasks: Tasks
  thread: Thread
  uploads: Uploads
  workspaces: Workspaces
}

/** Which window lies over the screen. */
type Overlay = 'palette' | 'keys' | undefined

/** What can be done from several places: a button, a key, the palette. */
export class Actions extends Observable<Overlay> {
  readonly #parts: Parts

  constructor(parts: Parts) {
    super(undefined)
    this.#parts = parts
  }

  open(overlay: Overlay): void {
    this.set(overlay)
  }

  newQuestion(): void {
    this.#parts.thread.startOver()
    this.#parts.route.goInto('ask')
  }

  searchLibrary(): void {
    this.#parts.route.goInto('library')
  }

  /** Asks for files or a folder and adds them. */
  async addFiles({ folder = false } = {}): Promise<void> {
    const files = await pickFiles({ folder })
    if (files.length > 0) await this.add(files)
  }

  /** Takes what was dropped: agents where agents are shown, documents everywhere else. */
  async take(files: readonly PickedFile[]): Promise<void> {
    if (!this.isAtAgents) return this.add(files)
    for (const { file } of files) await this.#parts.agents.import(file)
  }

  get isAtAgents(): boolean {
    return this.#parts.route.value.screen === 'agents'
  }

  /** Adds files to the open workspace; what somebody brings along does not end up among the sample. */
  async add(files: readonly PickedFile[]): Promise<void> {
    const { notices, uploads, workspaces } = this.#parts
    if (files.length === 0) return notices.info(text.library.folderSkipped)
    try {
      if (this.isSampleOnly) await workspaces.add(text.workspaces.first)
      await uploads.add(files)
    } catch (error) {
      notices.error(error)
    }
  }

  /** Adds the sample, in a workspace of its own. */
  async trySample(): Promise<void> {
    const { notices, uploads, workspaces } = this.#parts
    try {
      const { default: sample } = await load(() => import('../strings/en/sample.md?raw'))
      const name = text.firstStart.sampleName
      await workspaces.add(text.firstStart.sampleWorkspace)
      await uploads.add([{ file: new File([sample], name, { type: 'text/markdown' }), path: name }])
    } catch (error) {
      notices.error(error)
    }
  }

  /** Leaves the sample for an empty workspace. */
  async leaveSample(): Promise<void> {
    const { notices, workspaces } = this.#parts
    try {
      const own = workspaces.value.items?.find(({ name }) => name === text.workspaces.first)
      if (own) workspaces.open(own.id)
      else await workspaces.add(text.workspaces.first)
    } catch (error) {
      notices.error(error)
    }
  }

  /** Whether the open workspace is the sample's and holds nothing else. */
  get isSampleOnly(): boolean {
    const { documents, workspaces } = this.#parts
    const { items = [] } = documents.value
    return (
      workspaces.current?.name === text.firstStart.sampleWorkspace &&
      items.every(({ name }) => name === text.firstStart.sampleName)
    )
  }

  /** Whether there is nothing yet but the chance to begin. */
  get isFirstStart(): boolean {
    const { documents, tasks, uploads, workspaces } = this.#parts
    if (!workspaces.value.items || uploads.value.length > 0) return false
    if (workspaces.value.items.length === 0) return true
    return documents.value.items?.length === 0 && tasks.value.items?.length === 0
  }

  /** Puts a question to the chosen agent, once the files on their way have arrived. Gives back whether it went out. */
  async ask(prompt: string, agentId: string, { continues }: { continues?: string | undefined } = {}): Promise<boolean> {
    const { notices, tasks, thread, uploads, workspaces } = this.#parts
    try {
      const { id: workspaceId } = await workspaces.currentOrNew()
      await uploads.whenUploaded(workspaceId)
      const { documentIds, isExhaustive } = thread.value
      const task = await tasks.run({
        agentId,
        workspaceId,
        prompt,
        ...(documentIds.length > 0 && { documentIds: [...documentIds] }),
        ...(isExhaustive && { exhaustive: true }),
        ...(continues && { continues }),
      })
      thread.asked(task.id)
      return true
    } catch (error) {
      notices.error(error)
      return false
    }
  }

  /** Has an agent work on certain documents at once. */
  async launch(agentId: string, documentIds: readonly string[], prompt: string): Promise<void> {
    this.askAbout(documentIds, agentId)
    await this.ask(prompt, agentId)
  }

  /** Begins a question about certain documents only. */
  askAbout(documentIds: readonly string[], agentId?: string): void {
    this.#parts.thread.startOver()
    this.#parts.thread.narrow(documentIds)
    if (agentId) this.#parts.thread.choose(agentId)
    this.#parts.route.goInto('ask')
  }

  useAgent(agentId: string): void {
    this.#parts.thread.choose(agentId)
    this.#parts.route.goInto('ask')
  }
}

export const actionsContext = createContext<Actions>('actions')
