import { DOMException } from './dom-exception.ts';
import type { ModuleEnvironment } from './environment.ts';
import { defineHandlerProperty, Event, EventTarget } from './event-target.ts';

/** WHATWG `AbortSignal`. Made by an `AbortController`, `abort`, `timeout` or `any`. */
export class AbortSignal extends EventTarget {
  #reason: unknown;
  #aborted = false;

  constructor() {
    super();
    defineHandlerProperty(this, 'abort');
  }

  get aborted(): boolean {
    return this.#aborted;
  }
  get reason(): unknown {
    return this.#reason;
  }
  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  static abort(reason?: unknown): AbortSignal {
    const signal = new AbortSignal();
    raiseAbort(signal, reason);
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    const all = [...signals];
    const first = all.find(signal => signal.aborted);
    if (first !== undefined) return AbortSignal.abort(first.reason);
    const combined = new AbortSignal();
    for (const signal of all) {
      signal.addEventListener('abort', () => raiseAbort(combined, signal.reason), { once: true });
    }
    return combined;
  }

  /** Aborts once: later calls change nothing. */
  static raise(signal: AbortSignal, reason: unknown): void {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason =
      reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
    signal.dispatchEvent(new Event('abort'));
  }
}

// Kept apart from the class that scripts see: only an AbortController may abort a signal.
const raiseAbort = AbortSignal.raise;
Reflect.deleteProperty(AbortSignal, 'raise');

/** WHATWG `AbortController`. */
export class AbortController {
  readonly signal = new AbortSignal();

  abort(reason?: unknown): void {
    raiseAbort(this.signal, reason);
  }
}

/** Adds `AbortSignal.timeout`, which needs the session's timers. */
export function createAbortSignal(environment: ModuleEnvironment): typeof AbortSignal {
  const timeout = (delayMs: number): AbortSignal => {
    const signal = new AbortSignal();
    environment.setTimeout(() => {
      raiseAbort(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delayMs);
    return signal;
  };
  return Object.assign(AbortSignal, { timeout });
}

/** The error a promise rejects with when `signal` aborts it: Node's `AbortError` with the reason as cause. */
export function abortReasonOf(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}
