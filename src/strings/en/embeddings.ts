import { count, number } from './format.ts'

const times = new Intl.DateTimeFormat('en', { timeStyle: 'medium' })

export const embeddings = {
  title: 'Search by meaning',
  about:
    'Search finds the words you type. With an embedding model, it also finds passages that say the same in other words. Each passage is turned into numbers once, in the background, and each query when you search.',
  noProvider: 'Search by meaning needs a provider with an embedding model, such as nomic-embed-text in Ollama.',
  noModel: 'None of your providers has an embedding model selected. Select one in the list of providers.',
  toModels: 'Go to Models',
  model: 'Embedding model',
  choose: 'Choose a model',
  option: (model: string, provider: string) => `${model}, ${provider}`,
  sends: (place: string, isLocal: boolean) =>
    isLocal
      ? `The text of all passages and your searches are sent to ${place} on this computer.`
      : `The text of all passages in all workspaces and your searches leave this computer: they are sent to ${place}.`,
  on: 'Turn on search by meaning',
  change: 'Switch to this model',
  changeAbout: 'The current model’s vectors are deleted, and all passages are sent to the new model.',
  off: 'Turn off',
  offAbout: 'Deletes the vectors.',
  pause: 'Pause',
  resume: 'Resume',
  retry: 'Retry',
  uses: (model: string, provider: string) => `${model} from ${provider}`,
  goneProvider: 'a provider that was removed',
  states: {
    off: 'Off',
    running: 'Sending passages to the model',
    paused: 'Paused',
    ready: 'All passages can be found by meaning',
    failed: 'The model couldn’t be used',
  },
  empty: 'On. No passages yet',
  waiting: 'Waiting until your documents are read',
  progress: (done: number, total: number) => `${number(done)} of ${count(total, 'passage')}`,
  partial: 'Passages already sent can be found by meaning.',
  retryAt: (time: string) => `Retries automatically at ${times.format(new Date(time))}.`,
  workspaces: 'Passages by workspace',
}
