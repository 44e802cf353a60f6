// Builds one product in a process of its own: what bundlers load and keep running goes with it.
import { script } from '../script.ts'

const products: Record<string, () => Promise<void>> = {
  ui: async () => (await import('./ui.ts')).buildUi(),
  backend: async () => (await import('./backend.ts')).buildBackend(),
}

script(async ([name = '']) => {
  await products[name]?.()
})
