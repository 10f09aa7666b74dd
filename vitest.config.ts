import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'runtime-api/**/*.test.ts', 'examples/**/*.test.ts'],
    // A test that waits for an event that never comes must fail with its own name, not hang the run.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Each file starts real worker processes; more files at once than cores only adds noise.
    maxWorkers: 2,
    // isolated-vm needs the first; with the second its isolates behave as they do in a script worker.
    execArgv: ['--no-node-snapshot', '--no-turboshaft-loop-unrolling'],
  },
});
