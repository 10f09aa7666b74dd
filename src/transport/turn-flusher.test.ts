import { expect, test, vi } from 'vitest';
import { type Flushable, TurnFlusher } from './turn-flusher.ts';

const nextTurn = () => new Promise(resolve => setImmediate(resolve));

/** Keeps the processor for a while, as many sockets that are written to do. */
function busy(forMs: number): Flushable {
  return {
    flush() {
      const untilMs = performance.now() + forMs;
      while (performance.now() < untilMs);
    },
  };
}

test('flushes everybody once when the turn has ended', async () => {
  const flusher = new TurnFlusher(0);
  const flush = vi.fn();
  flusher.schedule({ flush });
  expect(flush).not.toHaveBeenCalled();
  await nextTurn();
  expect(flush).toHaveBeenCalledTimes(1);
});

test('rests after a flush that took long, and then flushes what was asked for meanwhile', async () => {
  const flusher = new TurnFlusher(1_000);
  flusher.schedule(busy(20));
  await nextTurn();
  const { promise, resolve } = Promise.withResolvers<void>();
  const flush = vi.fn(resolve);
  flusher.schedule({ flush });
  await nextTurn();
  expect(flush).not.toHaveBeenCalled();
  await promise;
});

test('rests no longer than it may', async () => {
  const flusher = new TurnFlusher(0);
  flusher.schedule(busy(20));
  await nextTurn();
  const flush = vi.fn();
  flusher.schedule({ flush });
  await nextTurn();
  expect(flush).toHaveBeenCalledTimes(1);
});
