import { count, size } from './format.ts'

export const agents = {
  title: 'Agents',
  about: 'An agent is a way to work on your documents. Each run of one is a task.',
  none: 'There are no agents.',
  use: 'Use',
  useLabel: (name: string) => `Use ${name}`,
  builtIn: 'Built in',
  modes: { extractive: 'Needs no model', model: 'Needs a model' },
}

export const settings = {
  title: 'Settings',
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  keys: 'Keys',
  storage: 'Storage',
  storageAbout: 'Everything that you add and ask is kept here, on this machine.',
  where: 'Folder',
  originals: 'Originals',
  database: 'Database',
  snapshots: 'Snapshots',
  snapshotSizes: (n: number, bytes: number) => `${count(n, 'copy', 'copies')} of the database, ${size(bytes)}`,
  about: 'About',
  version: 'Version',
  backend: 'Backend',
  licence: 'Licence',
  mit: 'MIT',
}
