import { expect, test } from 'vitest';
import { DispatchPace } from './dispatch-pace.ts';

const REST_MAX_MS = 12;

/** Events come evenly, so many a millisecond, and leave as soon as the pace lets them. @returns the last rest, milliseconds */
function restAfter(
  pace: DispatchPace,
  eventsPerMs: number,
  [fromMs, toMs]: readonly [number, number],
): number {
  let waiting = 0;
  for (let nowMs = fromMs; nowMs < toMs; nowMs++) {
    waiting += eventsPerMs;
    if (pace.restMs(nowMs) > 0) continue;
    pace.noteDispatch(waiting, nowMs);
    waiting = 0;
  }
  pace.noteDispatch(waiting, toMs);
  return pace.restMs(toMs);
}

test('the first event does not wait', () => {
  expect(new DispatchPace(REST_MAX_MS).restMs(5)).toBe(0);
});

test.each([0.1, 1, 2])('where there are few events, %d a millisecond, none waits', eventsPerMs => {
  expect(restAfter(new DispatchPace(REST_MAX_MS), eventsPerMs, [0, 2_000])).toBe(0);
});

test('the more there are the longer they wait, and never longer than the longest rest', () => {
  const rests = [3, 4, 10, 1_000].map(eventsPerMs => {
    return restAfter(new DispatchPace(REST_MAX_MS), eventsPerMs, [0, 2_000]);
  });
  expect(rests[0]).toBeGreaterThan(0);
  expect(rests[1]).toBeGreaterThan(rests[0]!);
  expect(rests.slice(2)).toEqual([REST_MAX_MS, REST_MAX_MS]);
});

test('after a busy time it is at ease again', () => {
  const pace = new DispatchPace(REST_MAX_MS);
  expect(restAfter(pace, 10, [0, 2_000])).toBe(REST_MAX_MS);
  expect(restAfter(pace, 1, [2_000, 4_000])).toBe(0);
});

test('with no rest allowed nothing ever waits', () => {
  expect(restAfter(new DispatchPace(0), 1_000, [0, 2_000])).toBe(0);
});
