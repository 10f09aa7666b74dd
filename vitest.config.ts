import { configDefaults, defineConfig } from 'vitest/config';
import { ISOLATE_FLAGS } from './src/isolate/sandbox/node-flags.ts';

/** They start Chromium, which keeps more than one core busy. */
const IN_BROWSERS = ['src/console/*.test.ts', 'examples/arena/*.test.ts', 'conformance/**/*.test.ts'];

export default defineConfig({
  test: {
    // A test that waits for an event that never comes must fail with its own name, not hang the run.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // No module keeps state, so files may share a process; starting one for each would cost a fifth of the time.
    isolate: false,
    // With these, isolates in a test's process behave as they do in a script worker.
    execArgv: [...ISOLATE_FLAGS],
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['src/**/*.test.ts', 'runtime-api/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...IN_BROWSERS],
          sequence: { groupOrder: 0 },
          // Many tests wait for processes and sockets, so one more than two cores keeps both busy.
          maxWorkers: 3,
        },
      },
      {
        extends: true,
        test: {
          name: 'browsers',
          globalSetup: ['src/console/test/page-build.ts'],
          include: IN_BROWSERS,
          // Afterwards, and a file at a time.
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
        },
      },
      {
        extends: true,
        test: {
          name: 'hostile',
          include: ['sandbox-tests/**/*.test.ts'],
          // Afterwards, and a file at a time: each keeps all cores busy, and asks who was kept waiting.
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
        },
      },
    ],
  },
});
