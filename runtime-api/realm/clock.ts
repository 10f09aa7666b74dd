import { construct, defineProperty, floor, NativeDate, uncurryThis } from '../kernel/primordials.ts';

/** `batch`: time stands still within a batch, so that a session can be repeated; `live`: it is the machine's. */
export type ClockMode = 'batch' | 'live';

/** The session's time: the moment of the batch that is being run, or as a script reads it the machine's. */
export class Clock {
  mode: ClockMode = 'batch';
  /** Microseconds since the epoch. */
  nowUs = 0;
  #startUs = 0;

  start(nowUs: number): void {
    this.#startUs = nowUs;
    this.nowUs = nowUs;
  }

  /** Whole milliseconds since the epoch, as `Date.now()` gives them. */
  nowMs(): number {
    return this.mode === 'live' ? machineNowMs() : floor(this.nowUs / 1000);
  }

  /** Milliseconds since the session's script was loaded, as `performance.now()` gives them. */
  performanceNowMs(): number {
    const nowUs = this.mode === 'live' ? machineNowMs() * 1000 : this.nowUs;
    return (nowUs - this.#startUs) / 1000;
  }
}

const machineNowMs = NativeDate.now;
const dateToString = uncurryThis(Date.prototype.toString);

/** Makes the global `Date` read the session's clock wherever it would have read the machine's. */
export function installDate(clock: Clock): void {
  function ScriptDate(this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) return dateToString(new NativeDate(clock.nowMs()));
    return construct(NativeDate, args.length === 0 ? [clock.nowMs()] : args, new.target);
  }
  const statics = { now: () => clock.nowMs(), parse: NativeDate.parse, UTC: NativeDate.UTC };
  for (const name of ['now', 'parse', 'UTC'] as const) {
    defineProperty(ScriptDate, name, { value: statics[name], writable: true, configurable: true });
  }
  defineProperty(ScriptDate, 'name', { value: 'Date', configurable: true });
  defineProperty(ScriptDate, 'length', { value: 7, configurable: true });
  defineProperty(ScriptDate, 'prototype', { value: NativeDate.prototype, writable: false });
  defineProperty(NativeDate.prototype, 'constructor', {
    value: ScriptDate,
    writable: true,
    configurable: true,
  });
  defineProperty(globalThis, 'Date', { value: ScriptDate, writable: true, configurable: true });
}
