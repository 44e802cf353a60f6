// npm run build: the UI to resources/ui and the backend's bundle to extensions/backend/bin, where they are stale.
import { ensureBackend, ensureUi } from './build/all.ts'
import { script } from './script.ts'

script(async () => {
  const built = [await ensureUi(), await ensureBackend()]
  if (!built.includes(true)) console.error('Everything is built already.')
})
