import { expect, test } from 'vitest';
import { runCycles } from './runner/cycling.ts';

test('game sessions that have ended leave no descriptor, no thread and no isolate behind', async () => {
  const { before, after } = await runCycles({ warmUp: 100, cycles: 300 });
  const counts = ['hostDescriptors', 'workerDescriptors', 'isolates'] as const;
  for (const what of counts) expect([what, after[what]]).toEqual([what, before[what]]);
  // Pools of threads grow up to their own bounds as they are used, and shrink again.
  for (const what of ['hostThreads', 'workerThreads'] as const)
    expect(after[what]).toBeLessThanOrEqual(before[what] + 4);
}, 120_000);
