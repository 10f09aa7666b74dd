import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'runtime-api/**/*.test.ts',
      'examples/**/*.test.ts',
      'sandbox-tests/**/*.test.ts',
    ],
    // A test that waits for an event that never comes must fail with its own name, not hang the run.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Many tests wait for processes and sockets, so one more than two cores keeps both busy.
    maxWorkers: 3,
    // No module keeps state, so files may share a process; starting one for each would cost a fifth of the time.
    isolate: false,
    // isolated-vm needs the first; with the second its isolates behave as they do in a script worker.
    execArgv: ['--no-node-snapshot', '--no-turboshaft-loop-unrolling'],
  },
});
