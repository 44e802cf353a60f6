import { createContext } from '@lit/context'
import type { Agent } from '../api/agents.ts'
import type {
  Finding,
  NewProvider,
  Probe,
  Provider,
  ProviderChange,
  ProviderSetup,
  providersApi,
} from '../api/providers.ts'
import { text } from '../strings/index.ts'
import { Collection, type Listed } from './collection.ts'
import type { Notices } from './notices.ts'

/** The last examination of a provider since this page was opened. */
export type Checkup = {
  findings: readonly Finding[]
  /** Absent while it goes on, and when it was broken off. */
  probe?: Probe
  error?: string
  isRunning: boolean
}

type State = Listed<Provider> & {
  setup?: ProviderSetup
  checkups: ReadonlyMap<string, Checkup>
}

/** Model servers that are connected, and what the doctor says of them. */
export class Providers extends Collection<Provider, State> {
  readonly #api
  #running = new Map<string, AbortController>()

  constructor(api: ReturnType<typeof providersApi>, notices: Notices) {
    super(notices, { checkups: new Map() })
    this.#api = api
  }

  protected override async fetch(signal: AbortSignal): Promise<readonly Provider[]> {
    if (!this.value.setup) this.patch({ setup: await this.#api.setup(signal) })
    return this.#api.list(signal)
  }

  /** Whether there is none; false while that is not known. */
  get hasNone(): boolean {
    return this.value.items?.length === 0
  }

  /** Whether an agent needs a model and would find none; false while that is not known. */
  lacksModelFor({ kind, mode, providerId }: Pick<Agent, 'kind' | 'mode' | 'providerId'>): boolean {
    const { items } = this.value
    if (mode !== 'model' || kind === 'external' || !items) return false
    return providerId ? !this.find(providerId) : !items.some(({ defaultModel }) => defaultModel !== undefined)
  }

  /** Connects a server and examines it. @throws ApiError */
  async add(provider: NewProvider): Promise<Provider> {
    const added = await this.#api.add(provider)
    this.put(added)
    void this.check(added.id)
    return added
  }

  /** @throws ApiError */
  async change(id: string, change: ProviderChange): Promise<Provider> {
    const changed = await this.#api.change(id, change)
    this.put(changed)
    return changed
  }

  /** Takes a provider away at once and removes it, with its key, after a while, unless the reader thinks better of it. */
  remove({ id, name }: Provider): void {
    this.cancel(id)
    this.removeLater([id], {
      message: text.models.removed(name),
      remove: () => this.#api.remove(id, { keepalive: true }),
    })
  }

  /** Model servers on this computer. @throws ApiError */
  look(signal: AbortSignal): Promise<Probe[]> {
    return this.#api.find(signal)
  }

  /** Examines a provider, again if need be; what it says of its models is stored by the backend. */
  async check(id: string): Promise<void> {
    this.cancel(id)
    const abort = new AbortController()
    this.#running.set(id, abort)
    const onFinding = (finding: Finding) => {
      if (this.#running.get(id) !== abort) return
      const { findings = [] } = this.value.checkups.get(id) ?? {}
      this.#note(id, { findings: [...findings, finding], isRunning: true })
    }
    this.#note(id, { findings: [], isRunning: true })
    try {
      const probe = await this.#api.examine({ providerId: id }, onFinding, abort.signal)
      this.#note(id, { findings: probe.findings, probe, isRunning: false })
      await this.#choose(id, probe)
    } catch (error) {
      if (!abort.signal.aborted) this.#note(id, { findings: [], error: (error as Error).message, isRunning: false })
    } finally {
      if (this.#running.get(id) === abort) this.#running.delete(id)
    }
  }

  /** Breaks off an examination; what it found so far stays. */
  cancel(id: string): void {
    const running = this.#running.get(id)
    if (!running) return
    this.#running.delete(id)
    running.abort()
    this.#note(id, { findings: this.value.checkups.get(id)?.findings ?? [], isRunning: false })
  }

  /** Who connects a server wants to use it: the model that was tried and answered becomes the one that is used. */
  async #choose(id: string, { model, ok, models }: Probe): Promise<void> {
    const provider = this.find(id)
    if (!provider) return
    if (ok && model !== undefined && provider.defaultModel === undefined) await this.change(id, { defaultModel: model })
    else if (models.length > 0) await this.refresh()
  }

  #note(id: string, checkup: Checkup): void {
    this.patch({ checkups: new Map(this.value.checkups).set(id, checkup) })
  }
}

export const providersContext = createContext<Providers>('providers')
