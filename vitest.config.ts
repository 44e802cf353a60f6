import { defineConfig } from 'vitest/config'

const files = (...folders: string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`)

/** Tests in a browser: they wait for it most of the time, so two go on at once. */
const windows = files('ui')

/** Tests that kill processes, or load the machine: one file at a time, after all others. */
const exclusive = files('supervisor', 'shell', 'package', 'scripts', 'system')

/** On a machine that others load, too, a browser or a process may starve; what passes only then is named at the end. */
const retry = process.env.CI ? 1 : 0

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
          exclude: [...exclusive, ...windows],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'windows',
          include: windows,
          testTimeout: 90_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
          retry,
          sequence: { groupOrder: 1 },
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
          retry,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
