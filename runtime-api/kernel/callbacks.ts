import type { CallbackName, Verdict } from '../../src/bridge/messages.ts';
import type { SessionLog } from '../session/session-log.ts';
import { describeError } from './describe-error.ts';
import { SafeSet } from './primordials.ts';
import type { Script } from './script-loader.ts';

/** Thrown to stop the script at once; nothing of it runs after that. */
export class ExitSignal extends Error {
  #isExit = true;

  /** Asks for a private field: `instanceof` would run what a script has put into the thing it threw. */
  static is(thrown: unknown): boolean {
    return typeof thrown === 'object' && thrown !== null && #isExit in thrown && thrown.#isExit;
  }
}

/** Whether a callback's return decides something, or only its throw does. */
export type Question = 'decision' | 'completion';

/**
 * Calls the script's callbacks and sees to what they return or throw, now or later. A callback that is missing
 * allows; one that throws denies and is logged; one that returns nothing where a decision is asked denies too.
 */
export class Callbacks {
  #log: SessionLog;
  #script: Script;
  #hinted = new SafeSet<CallbackName>();
  /** A callback returned a promise: what waits for promises may run before the next event. */
  #hasPromises = false;

  constructor(script: Script, log: SessionLog) {
    this.#script = script;
    this.#log = log;
  }

  /** Calls a callback whose return means nothing. */
  notify(name: CallbackName, args: unknown[]): void {
    if (!this.#script.has(name)) return;
    this.#settle(
      () => this.#script.call(name, args),
      () => {},
      error => this.#logThrow(name, error),
    );
  }

  /** Calls a callback that is asked something; `onVerdict` gets the answer, at once or when its promise settles. */
  ask(name: CallbackName, question: Question, args: unknown[], onVerdict: (verdict: Verdict) => void): void {
    if (!this.#script.has(name)) return onVerdict('allowed');
    this.#settle(
      () => this.#script.call(name, args),
      value => onVerdict(question === 'completion' ? 'allowed' : this.#judge(name, value)),
      error => {
        this.#logThrow(name, error);
        onVerdict('threw');
      },
    );
  }

  /** Runs something of the script's that no callback answers for, such as a timer. */
  run(work: () => unknown): void {
    this.#settle(
      work,
      () => {},
      error => this.#log.uncaughtError(describeError(error)),
    );
  }

  /** Whether a promise came back since the last call of this. */
  takeHasPromises(): boolean {
    const had = this.#hasPromises;
    this.#hasPromises = false;
    return had;
  }

  #settle(work: () => unknown, onReturn: (value: unknown) => void, onThrow: (error: unknown) => void): void {
    try {
      const value = work();
      if (!isThenable(value)) return onReturn(value);
      this.#hasPromises = true;
      void follow(value, onReturn, onThrow);
    } catch (error) {
      fail(error, onThrow);
    }
  }

  #judge(name: CallbackName, value: unknown): Verdict {
    if (value !== undefined) return value ? 'allowed' : 'denied';
    if (!this.#hinted.has(name)) {
      this.#hinted.add(name);
      this.#log.write('warn', `${name} returned undefined, which denies; return true to allow`);
    }
    return 'undefined';
  }

  #logThrow(name: CallbackName, error: unknown): void {
    this.#log.write('error', `${name} threw ${describeError(error)}`);
  }
}

function fail(error: unknown, onThrow: (error: unknown) => void): void {
  if (!ExitSignal.is(error)) onThrow(error);
}

/** Waits with `await`, which unlike `then` asks no constructor that a script can replace. */
async function follow(
  value: unknown,
  onReturn: (value: unknown) => void,
  onThrow: (error: unknown) => void,
): Promise<void> {
  let settled: unknown;
  try {
    settled = await value;
  } catch (error) {
    return fail(error, onThrow);
  }
  onReturn(settled);
}

function isThenable(value: unknown): boolean {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}
