import { defineConfig } from 'vitest/config'

/** Tests that start processes, browsers or load the machine: one file at a time, after all others. */
const exclusive = ['supervisor', 'shell', 'ui', 'package', 'scripts', 'system'].map(
  (name) => `test/${name}/**/*.test.ts`,
)

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // What a test leaves behind must not keep the run from ending, nor hide.
    teardownTimeout: 10_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'units',
          include: ['test/**/*.test.ts'],
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
          testTimeout: 90_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
