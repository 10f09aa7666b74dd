/** A timer callback with the arguments that were given when the timer was set. */
export type TimerCallback = (...args: unknown[]) => void;

/**
 * Everything the modules may take from outside themselves. There is no other source of time, chance or
 * output, so that a session's inputs stay complete: what is not in here cannot make two runs differ.
 */
export interface ModuleEnvironment {
  /** Milliseconds since the epoch; constant during one batch of events. */
  nowMs(): number;
  /** Milliseconds, with fractions, since the session started; constant during one batch. */
  performanceNowMs(): number;
  /** Fills `bytes` from the generator seeded for this session. */
  fillRandom(bytes: Uint8Array): void;
  log(level: LogLevel, text: string): void;
  setTimeout(callback: TimerCallback, delayMs?: number, ...args: unknown[]): unknown;
  clearTimeout(handle: unknown): void;
  setInterval(callback: TimerCallback, intervalMs?: number, ...args: unknown[]): unknown;
  clearInterval(handle: unknown): void;
  setImmediate(callback: TimerCallback, ...args: unknown[]): unknown;
  clearImmediate(handle: unknown): void;
  queueMicrotask(callback: () => void): void;
  /** Ends the session; never returns. */
  exit(code?: number): never;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
