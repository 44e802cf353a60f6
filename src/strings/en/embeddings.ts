import { count, number } from './format.ts'

const times = new Intl.DateTimeFormat('en', { timeStyle: 'medium' })

export const embeddings = {
  title: 'Search by meaning',
  about:
    'Search finds the words that you type. A model for embeddings can find passages that say the same in other words, too: each passage is turned into numbers, once, in the background, and every query when you search.',
  noProvider: 'For this you need a model server with a model for embeddings, such as nomic-embed-text in Ollama.',
  noModel: 'None of your model servers has a model for embeddings chosen. Choose one where the servers are listed.',
  toModels: 'Go to the models',
  model: 'Model for embeddings',
  choose: 'Choose a model',
  option: (model: string, provider: string) => `${model}, ${provider}`,
  sends: (place: string, isLocal: boolean) =>
    isLocal
      ? `The text of all passages, and what you search for, goes to ${place} on this computer.`
      : `The text of all passages of all workspaces, and what you search for, leaves this computer: it is sent to ${place}.`,
  on: 'Search by meaning, too',
  change: 'Use this model instead',
  changeAbout: 'The vectors of the present model are removed, and all passages are sent to the new one.',
  off: 'Switch off',
  offAbout: 'This removes the vectors.',
  pause: 'Pause',
  resume: 'Go on',
  retry: 'Try again',
  uses: (model: string, provider: string) => `${model} of ${provider}`,
  goneProvider: 'a model server that is not connected any more',
  states: {
    off: 'Off',
    running: 'Passages are being sent to the model',
    paused: 'Paused',
    ready: 'All passages can be found by meaning',
    failed: 'The model could not be used',
  },
  empty: 'On. There are no passages yet',
  waiting: 'Waiting until your documents are read',
  progress: (done: number, total: number) => `${number(done)} of ${count(total, 'passage')}`,
  partial: 'Passages that have been sent are found by meaning already.',
  retryAt: (time: string) => `It is tried again by itself at ${times.format(new Date(time))}.`,
  workspaces: 'Passages by workspace',
}
