import { createContext } from '@lit/context'
import { type Api, ApiError } from '../api/client.ts'
import { upload } from '../api/upload.ts'
import { Observable } from '../base/observable.ts'
import type { PickedFile } from '../base/picked-files.ts'
import type { Documents } from './documents.ts'
import type { Workspaces } from './workspaces.ts'

export type Upload = {
  id: number
  workspaceId: string
  path: string
  size: number
  /** 0 to 1 of what has been sent. */
  progress: number
  state: 'waiting' | 'sending' | 'failed'
  error?: string
}

/** Files sent at the same time. */
const MAX_PARALLEL = 3
/** How often a file is sent again when the backend went away underneath it. */
const MAX_TRIES = 4
/** Milliseconds between two drawings of the list: a folder of ten thousand files changes it all the time. */
const REDRAW_MS = 80

/** Files on their way into a workspace; a finished one leaves the list, for it is a document then. */
export class Uploads extends Observable<readonly Upload[]> {
  readonly #api: Api
  readonly #workspaces: Workspaces
  readonly #documents: Documents
  #next = 1
  #all = new Map<number, Upload>()
  #files = new Map<number, { file: File; abort: AbortController }>()
  #waiting: number[] = []
  #active = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(api: Api, workspaces: Workspaces, documents: Documents) {
    super([])
    this.#api = api
    this.#workspaces = workspaces
    this.#documents = documents
  }

  /** Sends files into the open workspace. @throws ApiError when there is none and none can be made */
  async add(files: readonly PickedFile[]): Promise<void> {
    if (files.length === 0) return
    const { id: workspaceId } = await this.#workspaces.currentOrNew()
    for (const { file, path } of files) {
      const id = this.#next++
      this.#files.set(id, { file, abort: new AbortController() })
      this.#all.set(id, { id, workspaceId, path, size: file.size, progress: 0, state: 'waiting' })
      this.#waiting.push(id)
    }
    this.#show()
    this.#fill()
  }

  /** Resolves when no file is on its way into this workspace any more. */
  whenUploaded(workspaceId: string): Promise<void> {
    const isOpen = (each: Upload) => each.workspaceId === workspaceId && each.state !== 'failed'
    return new Promise((resolve) => {
      const look = () => {
        if ([...this.#all.values()].some(isOpen)) return
        stop()
        resolve()
      }
      const stop = this.subscribe(look)
      look()
    })
  }

  retry(id: number): void {
    this.#change(id, { state: 'waiting', progress: 0, error: undefined })
    this.#waiting.push(id)
    this.#fill()
  }

  /** Stops a file's way, or forgets one that failed. */
  dismiss(id: number): void {
    this.#files.get(id)?.abort.abort()
    this.#done(id)
  }

  dismissAll(): void {
    for (const id of [...this.#all.keys()]) this.dismiss(id)
  }

  #fill(): void {
    while (this.#active < MAX_PARALLEL) {
      const id = this.#waiting.shift()
      if (id === undefined) return
      const next = this.#all.get(id)
      if (!next) continue
      this.#active++
      this.#change(id, { state: 'sending' })
      void this.#send(next).finally(() => {
        this.#active--
        this.#fill()
      })
    }
  }

  async #send({ id, workspaceId, path }: Upload): Promise<void> {
    const entry = this.#files.get(id)
    if (!entry) return
    const { signal } = entry.abort
    for (let attempt = 1; ; attempt++) {
      try {
        const onProgress = (progress: number) => this.#change(id, { progress })
        const documents = await upload(this.#api, { workspaceId, file: entry.file, path }, { signal, onProgress })
        this.#documents.added(documents)
        return this.#done(id)
      } catch (error) {
        if (signal.aborted) return this.#done(id)
        const isLost = error instanceof ApiError && error.status === 0
        if (isLost && attempt < MAX_TRIES) continue // the next try waits until the backend is found again
        return this.#change(id, { state: 'failed', error: (error as Error).message })
      }
    }
  }

  #change(id: number, fields: Partial<Upload>): void {
    const known = this.#all.get(id)
    if (!known) return
    this.#all.set(id, { ...known, ...fields })
    this.#timer ??= setTimeout(() => this.#show(), REDRAW_MS)
  }

  #done(id: number): void {
    this.#files.delete(id)
    this.#all.delete(id)
    if (this.#all.size === 0) this.#show()
    else this.#timer ??= setTimeout(() => this.#show(), REDRAW_MS)
  }

  #show(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.set([...this.#all.values()])
  }
}

export const uploadsContext = createContext<Uploads>('uploads')
