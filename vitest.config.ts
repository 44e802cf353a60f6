import { defineConfig } from 'vitest/config'

const files = (...folders: string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`)

/** Tests that start processes or browsers, or load the machine: one file at a time, after all others. */
const exclusive = files('supervisor', 'shell', 'ui', 'package', 'scripts', 'system')

/** Tests that look at processes in /proc. */
const linuxOnly = process.platform === 'linux' ? [] : files('supervisor', 'shell', 'package', 'scripts', 'system')

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // No test puts anything into the key store of whoever runs it.
    env: { AIOS_KEY_STORE: 'file' },
    teardownTimeout: 10_000,
    reporters: ['default', './scripts/test/plain-summary.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'units',
          include: files('*'),
          exclude: exclusive,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: exclusive,
          exclude: linuxOnly,
          testTimeout: 90_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
