import { beforeEach, expect, test, vi } from 'vitest';
import { LimitHits } from '../limits/limit-hits.ts';
import { resolveLimits } from '../limits/limits.ts';
import { Watchdog, type WorkerView } from './watchdog.ts';

const LIMITS = resolveLimits({
  watchdogSlackMs: 100,
  recoveryMs: 1_000,
  workerMemoryMb: 500,
  workerStartMs: 3_000,
  starvedMs: 400,
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  return () => vi.useRealTimers();
});

function newWatchdog() {
  const hits = new LimitHits();
  const watchdog = new Watchdog(LIMITS, hits);
  const judge = (runningMs: number, view: Partial<WorkerView> = {}) =>
    watchdog.judge({
      ...{ isReady: true, residentMb: 100, waitedMs: 0 },
      head: { id: 'request', runningMs, limitMs: 200 },
      ...view,
    });
  return { watchdog, hits, judge };
}

test('a worker may be late by the slack, and no more', () => {
  const { judge, hits } = newWatchdog();
  expect(judge(300)).toBeUndefined();
  expect(judge(301)).toEqual({ kind: 'stuck', used: 301, allowed: 300 });
  expect(hits.get('watchdogSlackMs')).toBe(1);
});

test('a worker that works on nothing is never late', () => {
  expect(newWatchdog().judge(0, { head: undefined })).toBeUndefined();
});

test('a worker that has not become ready in time is late', () => {
  const { judge, hits } = newWatchdog();
  vi.advanceTimersByTime(3_000);
  expect(judge(0, { isReady: false })).toBeUndefined();
  vi.advanceTimersByTime(101);
  expect(judge(0, { isReady: false })).toMatchObject({ kind: 'stuck' });
  expect(hits.get('workerStartMs')).toBe(1);
});

test('a worker that holds more than it may is judged by that', () => {
  expect(newWatchdog().judge(0, { residentMb: 500.5 })).toEqual({ kind: 'memory', used: 501, allowed: 500 });
});

test('who comes after an isolate that reached a limit gets more time', () => {
  const { watchdog, judge } = newWatchdog();
  watchdog.noteLimitReached();
  vi.advanceTimersByTime(1_300);
  // It began right after that.
  expect(judge(1_300)).toBeUndefined();
  expect(judge(1_301)).toMatchObject({ kind: 'stuck', allowed: 1_300 });
});

test('that is over a while after the limit was reached', () => {
  const { watchdog, judge } = newWatchdog();
  watchdog.noteLimitReached();
  vi.advanceTimersByTime(1_301);
  expect(judge(301)).toMatchObject({ kind: 'stuck', allowed: 300 });
});

test('a worker may be late by as much as it waited for a processor since the request began, up to a bound', () => {
  const { judge } = newWatchdog();
  const head = (id: string, runningMs: number) => ({ head: { id, runningMs, limitMs: 200 } });
  expect(judge(0, { ...head('first', 10), waitedMs: 5_000 })).toBeUndefined();
  expect(judge(0, { ...head('second', 10), waitedMs: 5_100 })).toBeUndefined();
  expect(judge(0, { ...head('second', 500), waitedMs: 5_200 })).toBeUndefined();
  expect(judge(0, { ...head('second', 501), waitedMs: 5_200 })).toMatchObject({ allowed: 500 });
  expect(judge(0, { ...head('second', 701), waitedMs: 9_000 })).toMatchObject({ allowed: 700 });
});
