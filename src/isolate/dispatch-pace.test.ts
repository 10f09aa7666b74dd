import { expect, test, vi } from 'vitest';
import { DispatchPace } from './dispatch-pace.ts';

const nextTurn = () => new Promise(resolve => setImmediate(resolve));

/** Keeps the rate far above what is many. */
function manyBatches(pace: DispatchPace): void {
  pace.note(0);
  const untilMs = performance.now() + 30;
  while (performance.now() < untilMs);
  pace.note(10_000);
}

test('what waits leaves at the end of the turn while there is little', async () => {
  const pace = new DispatchPace(1_000);
  const run = vi.fn();
  pace.schedule(run);
  await nextTurn();
  expect(run).toHaveBeenCalledTimes(1);
});

test('it rests where batches come fast, and leaves then', async () => {
  const pace = new DispatchPace(20);
  manyBatches(pace);
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = vi.fn(resolve);
  pace.schedule(run);
  await nextTurn();
  expect(run).not.toHaveBeenCalled();
  await promise;
});

test('it never rests where that is not wanted', async () => {
  const pace = new DispatchPace(0);
  manyBatches(pace);
  const run = vi.fn();
  pace.schedule(run);
  await nextTurn();
  expect(run).toHaveBeenCalledTimes(1);
});
