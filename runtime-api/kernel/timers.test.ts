import { expect, test } from 'vitest';
import { Clock } from '../realm/clock.ts';
import { LimitCounts } from './limit-counts.ts';
import { type Timeout, Timers } from './timers.ts';

/** Timers and a clock to move, with what has fired. */
class Bench {
  readonly clock = new Clock();
  readonly timers: Timers;
  readonly fired: unknown[] = [];

  constructor(maxTimers = 100_000) {
    this.timers = new Timers(this.clock, maxTimers, new LimitCounts());
  }

  once(name: unknown, delayMs: number): Timeout {
    return this.timers.setTimeout(() => this.fired.push(name), delayMs, []);
  }

  /** Moves the clock to `ms` and runs what is due; gives what has fired. */
  at(ms: number): unknown[] {
    this.clock.nowUs = ms * 1000;
    this.fired.length = 0;
    for (let run = this.timers.takeDue(); run !== undefined; run = this.timers.takeDue()) run();
    return [...this.fired];
  }

  get nextMs(): number {
    return this.timers.nextDueUs() / 1000;
  }
}

test('nothing is due when there is nothing', () => {
  const bench = new Bench();
  expect([bench.nextMs, bench.at(1_000_000)]).toEqual([0, []]);
});

test('timers fire in the order of their time, and those of one time by age, however they were set', () => {
  const bench = new Bench();
  const delays = Array.from({ length: 500 }, (_, i) => 1 + ((i * 7919) % 97));
  for (const [i, delay] of delays.entries()) bench.once(i, delay);
  const expected = delays.map((delay, i) => ({ delay, i })).sort((a, b) => a.delay - b.delay || a.i - b.i);
  expect(bench.nextMs).toBe(1);
  expect(bench.at(97)).toEqual(expected.map(({ i }) => i));
  expect(bench.nextMs).toBe(0);
});

test('what is not due yet waits, and the next time is told', () => {
  const bench = new Bench();
  bench.once('b', 20);
  bench.once('a', 10);
  expect(bench.nextMs).toBe(10);
  expect(bench.at(9)).toEqual([]);
  expect(bench.at(10)).toEqual(['a']);
  expect(bench.nextMs).toBe(20);
});

test('a timer that is cleared does not fire and is not waited for', () => {
  const bench = new Bench();
  const first = bench.once('first', 10);
  bench.once('second', 20);
  bench.timers.clear(first);
  bench.timers.clear(first);
  expect(bench.nextMs).toBe(20);
  expect(bench.at(30)).toEqual(['second']);
});

test('an interval starts anew from when it fired, so that a late one fires once and not for every miss', () => {
  const bench = new Bench();
  bench.timers.setInterval(() => bench.fired.push('tick'), 10, []);
  expect(bench.at(95)).toEqual(['tick']);
  expect(bench.nextMs).toBe(105);
});

test('a timer set by one that fires is never due in the same batch', () => {
  const bench = new Bench();
  const again = (): void => {
    bench.fired.push('again');
    bench.timers.setTimeout(again, 0, []);
  };
  bench.timers.setTimeout(again, 0, []);
  expect(bench.at(5)).toEqual(['again']);
  expect(bench.nextMs).toBe(6);
});

test('refresh moves a timer back, and cannot wake one that is over', () => {
  const bench = new Bench();
  const timer = bench.once('moved', 10);
  bench.at(5);
  timer.refresh();
  expect(bench.nextMs).toBe(15);
  expect(bench.at(14)).toEqual([]);
  expect(bench.at(15)).toEqual(['moved']);
  timer.refresh();
  expect(bench.nextMs).toBe(0);
});

test.each([0, -1, Number.NaN, 2 ** 31, Number.POSITIVE_INFINITY, undefined, 'soon', {}])(
  'a delay of %s is 1 ms',
  delay => {
    const bench = new Bench();
    bench.timers.setTimeout(() => {}, delay, []);
    expect(bench.nextMs).toBe(1);
  },
);

test.each([
  [1.9, 1],
  ['25', 25],
  [2 ** 31 - 1, 2 ** 31 - 1],
])('a delay of %s is %i ms', (delay, delayMs) => {
  const bench = new Bench();
  bench.timers.setTimeout(() => {}, delay, []);
  expect(bench.nextMs).toBe(delayMs);
});

test('one timer more than the bound throws; each that fires or is cleared makes room for one', () => {
  const bench = new Bench(3);
  const timers = [bench.once(1, 10), bench.once(2, 20), bench.once(3, 30)];
  expect(() => bench.once(4, 1)).toThrow(RangeError);
  expect(() => bench.timers.setInterval(() => {}, 1, [])).toThrow(RangeError);
  bench.timers.clear(timers[2]);
  bench.at(10);
  bench.once(5, 10);
  bench.once(6, 10);
  expect(() => bench.once(7, 1)).toThrow(RangeError);
});

test('setting, clearing and refreshing without end keeps no more than what is live', () => {
  const bench = new Bench(10);
  const kept = bench.once('kept', 1_000);
  for (let i = 0; i < 20_000; i++) {
    bench.timers.clear(bench.once('never', 500));
    kept.refresh();
  }
  expect(bench.nextMs).toBe(1_000);
  expect(bench.at(1_000)).toEqual(['kept']);
});

test('a callback that throws loses neither the other timers nor its own interval', () => {
  const bench = new Bench();
  bench.timers.setInterval(
    () => {
      throw new Error('no');
    },
    1,
    [],
  );
  bench.once('other', 1);
  bench.clock.nowUs = 1_000;
  expect(bench.timers.takeDue()).toThrow('no');
  expect(bench.at(1)).toEqual(['other']);
  expect(bench.nextMs).toBe(2);
});
