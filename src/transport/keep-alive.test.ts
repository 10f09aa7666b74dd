import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeepAlive } from './keep-alive.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function keepAliveOf(pingIntervalMs: number, minSilenceMs: number) {
  const state = { pings: 0, timeouts: 0, isListening: true };
  const keepAlive = new KeepAlive({
    pingIntervalMs,
    minSilenceMs,
    isListening: () => state.isListening,
    ping: () => {
      state.pings += 1;
    },
    onTimeout: () => {
      state.timeouts += 1;
    },
  });
  return { keepAlive, state };
}

test('it pings at its interval', () => {
  const { state } = keepAliveOf(3_000, 10_000);
  vi.advanceTimersByTime(2_999);
  expect(state.pings).toBe(0);
  vi.advanceTimersByTime(1);
  expect(state.pings).toBe(1);
  vi.advanceTimersByTime(6_000);
  expect(state.pings).toBe(3);
});

test('silence shorter than the minimum ends nothing, however short the interval', () => {
  const { state } = keepAliveOf(3_000, 10_000);
  vi.advanceTimersByTime(9_999);
  expect(state.timeouts).toBe(0);
  vi.advanceTimersByTime(2_001);
  expect(state).toMatchObject({ timeouts: 1, pings: 3 });
});

test('silence shorter than two intervals ends nothing, however short the minimum', () => {
  const { state } = keepAliveOf(30_000, 10_000);
  vi.advanceTimersByTime(59_999);
  expect(state.timeouts).toBe(0);
  vi.advanceTimersByTime(1);
  expect(state.timeouts).toBe(1);
});

test('after the end there is no second one, and no timer', () => {
  const { state } = keepAliveOf(3_000, 10_000);
  vi.advanceTimersByTime(1_000_000);
  expect(state.timeouts).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('whoever is heard now and then lives', () => {
  const { keepAlive, state } = keepAliveOf(3_000, 10_000);
  for (let round = 0; round < 100; round++) {
    vi.advanceTimersByTime(9_999);
    keepAlive.heard();
  }
  expect(state.timeouts).toBe(0);
  vi.advanceTimersByTime(15_000);
  expect(state.timeouts).toBe(1);
});

test('silence does not count while nothing is read', () => {
  const { state } = keepAliveOf(3_000, 10_000);
  state.isListening = false;
  vi.advanceTimersByTime(600_000);
  expect(state.timeouts).toBe(0);
  state.isListening = true;
  vi.advanceTimersByTime(9_000);
  expect(state.timeouts).toBe(0);
  vi.advanceTimersByTime(3_000);
  expect(state.timeouts).toBe(1);
});

test('stop leaves no timer', () => {
  const { keepAlive } = keepAliveOf(3_000, 10_000);
  keepAlive.stop();
  expect(vi.getTimerCount()).toBe(0);
});
