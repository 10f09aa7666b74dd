import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CLIENT_LIMITS } from './client-limits.ts';
import { RoundTripProbe } from './round-trip-probe.ts';

const { roundTripEveryMs, silentMs } = CLIENT_LIMITS;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function startProbe() {
  const actions = { ask: vi.fn(), onSilent: vi.fn() };
  const probe = new RoundTripProbe(CLIENT_LIMITS, actions);
  probe.start();
  return { probe, ...actions };
}

test('a question is out at once, and the next when it was answered and its time has come', () => {
  const { probe, ask } = startProbe();
  expect(ask).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(30);
  probe.answered();
  expect(probe.roundTripTimeMs).toBe(30);
  vi.advanceTimersByTime(roundTripEveryMs);
  expect(ask).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(roundTripEveryMs);
  expect(ask).toHaveBeenCalledTimes(2);
  probe.stop();
});

test('a server that answered once and is not heard any more is silent', () => {
  const { probe, onSilent } = startProbe();
  probe.answered();
  vi.advanceTimersByTime(roundTripEveryMs + silentMs - 1);
  expect(onSilent).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onSilent).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10 * silentMs);
  expect(onSilent).toHaveBeenCalledTimes(1);
});

test('a server that is heard is not silent, however late its answer', () => {
  const { probe, onSilent } = startProbe();
  probe.answered();
  for (let i = 0; i < 20; i++) {
    vi.advanceTimersByTime(silentMs - 1);
    probe.heard();
  }
  expect(onSilent).not.toHaveBeenCalled();
  probe.stop();
});

test('a server that never answers is not silent: it may not know the question', () => {
  const { probe, onSilent } = startProbe();
  vi.advanceTimersByTime(10 * silentMs);
  expect(onSilent).not.toHaveBeenCalled();
  probe.stop();
});
