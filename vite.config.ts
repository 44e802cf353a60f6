import { defineConfig } from 'vite'

/** The window's user interface. Of the backend it bundles nothing but what stands in its shared/ room. */
export default defineConfig({
  root: 'src',
  base: './',
  build: {
    outDir: '../resources/ui',
    emptyOutDir: true,
    target: ['safari17.5', 'chrome123', 'firefox121', 'edge123'],
    modulePreload: {
      polyfill: false,
      // None for what is fetched later: WebKit never asks again for a module whose preload failed, so that a screen
      // opened while the backend restarts would stay dead until the page is reloaded.
      resolveDependencies: (_, dependencies, { hostType }) => (hostType === 'html' ? dependencies : []),
    },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  server: { host: '127.0.0.1', port: 5173, strictPort: false },
})
