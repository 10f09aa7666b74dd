import type { Clock } from '../realm/clock.ts';
import type { LimitCounts } from './limit-counts.ts';
import { apply, SafeMap, toNumber, trunc } from './primordials.ts';

type Callback = (...args: unknown[]) => unknown;

/** Node's bound: a longer delay, like one that is no number, becomes 1 ms. */
const MAX_DELAY_MS = 0x7fff_ffff;

interface TimerState {
  readonly id: number;
  /** What the callback gets as `this`, as in Node. */
  readonly handle: Timeout;
  readonly callback: Callback;
  readonly args: unknown[];
  readonly delayMs: number;
  readonly repeats: 'once' | 'always';
  dueUs: number;
}

/** What `setTimeout` returns: Node's `Timeout`, as far as scripts use it. `ref` and `unref` change nothing. */
export class Timeout {
  #timers: Timers;
  #id: number;

  constructor(timers: Timers, id: number) {
    this.#timers = timers;
    this.#id = id;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  /** Starts the delay anew. */
  refresh(): this {
    this.#timers.refresh(this.#id);
    return this;
  }

  close(): this {
    this.#timers.clear(this);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }

  /** 0 for what names no timer. */
  static idOf(handle: unknown): number {
    if (typeof handle === 'object' && handle !== null && #id in handle) return handle.#id;
    return typeof handle === 'number' || typeof handle === 'string' ? toNumber(handle) : 0;
  }
}

/**
 * A session's timers, ordered by time and then by age. They run when a batch comes in whose moment is late
 * enough; the host is told when that should next be. Bounded: one timer too many throws into the script.
 */
export class Timers {
  #clock: Clock;
  #maxTimers: number;
  #counts: LimitCounts;
  #timers = new SafeMap<number, TimerState>();
  /** Binary heap of timer ids by (dueUs, id); entries of cleared or moved timers are skipped when they surface. */
  #heap: { id: number; dueUs: number }[] = [];
  #lastId = 0;

  constructor(clock: Clock, maxTimers: number, counts: LimitCounts) {
    this.#clock = clock;
    this.#maxTimers = maxTimers;
    this.#counts = counts;
  }

  /** Timers that are set. */
  get count(): number {
    return this.#timers.size;
  }

  setTimeout(callback: unknown, delay: unknown, args: unknown[]): Timeout {
    return this.#add(callback, delay, args, 'once');
  }

  setInterval(callback: unknown, delay: unknown, args: unknown[]): Timeout {
    return this.#add(callback, delay, args, 'always');
  }

  clear(handle: unknown): void {
    this.#timers.delete(Timeout.idOf(handle));
  }

  refresh(id: number): void {
    const timer = this.#timers.get(id);
    if (timer !== undefined) this.#schedule(timer);
  }

  /** When the next timer is due, in microseconds since the epoch; 0 when there is none. */
  nextDueUs(): number {
    this.#dropStale();
    return this.#heap.length === 0 ? 0 : this.#heap[0]!.dueUs;
  }

  /** Takes the next timer that is due now; the caller runs it. */
  takeDue(): (() => unknown) | undefined {
    this.#dropStale();
    const next = this.#heap[0];
    if (next === undefined || next.dueUs > this.#clock.nowUs) return undefined;
    this.#pop();
    const timer = this.#timers.get(next.id)!;
    if (timer.repeats === 'always') this.#schedule(timer);
    else this.#timers.delete(timer.id);
    return () => apply(timer.callback, timer.handle, timer.args);
  }

  #add(callback: unknown, delay: unknown, args: unknown[], repeats: TimerState['repeats']): Timeout {
    if (typeof callback !== 'function') {
      throw new TypeError('the callback of a timer must be a function');
    }
    if (this.#timers.size >= this.#maxTimers) {
      this.#counts.add('timersPerSession');
      throw new RangeError(`a game session may have ${this.#maxTimers} timers at once`);
    }
    const number = trunc(toNumber(delay));
    const delayMs = number >= 1 && number <= MAX_DELAY_MS ? number : 1;
    const id = ++this.#lastId;
    const handle = new Timeout(this, id);
    const timer = {
      id,
      handle,
      callback: callback as Callback,
      args,
      delayMs,
      repeats,
      dueUs: 0,
    };
    this.#timers.set(id, timer);
    this.#schedule(timer);
    return handle;
  }

  #schedule(timer: TimerState): void {
    timer.dueUs = this.#clock.nowUs + timer.delayMs * 1000;
    this.#push({ id: timer.id, dueUs: timer.dueUs });
  }

  /** Removes what was cleared or moved from the top; rebuilds the heap when most of it is stale. */
  #dropStale(): void {
    if (this.#heap.length > 64 && this.#heap.length > this.#timers.size * 2) this.#rebuild();
    while (this.#heap.length > 0) {
      const { id, dueUs } = this.#heap[0]!;
      if (this.#timers.get(id)?.dueUs === dueUs) return;
      this.#pop();
    }
  }

  #rebuild(): void {
    this.#heap = [];
    this.#timers.forEach(timer => {
      this.#push({ id: timer.id, dueUs: timer.dueUs });
    });
  }

  #push(entry: { id: number; dueUs: number }): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap[heap.length - 1]!;
    heap.length -= 1;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: { id: number; dueUs: number }, b: { id: number; dueUs: number }): boolean {
  return a.dueUs < b.dueUs || (a.dueUs === b.dueUs && a.id < b.id);
}
