import { expect, test } from 'vitest';
import { EXCHANGE_BYTES } from '../../bridge/entry.ts';
import { ExchangeMemory } from './exchange-memory.ts';

test('an isolate gets the memory of one that has ended, and nothing that was in it', () => {
  const memory = new ExchangeMemory();
  const exchange = memory.take();
  new Uint8Array(exchange).fill(0x5a);
  memory.giveBack(exchange);
  expect(memory.take()).toBe(exchange);
  expect(new Uint8Array(exchange).every(byte => byte === 0)).toBe(true);
});

test('no two isolates have the same memory', () => {
  const memory = new ExchangeMemory();
  const [first, second] = [memory.take(), memory.take()];
  expect(first).not.toBe(second);
  expect(first.byteLength).toBe(2 * EXCHANGE_BYTES);
});
