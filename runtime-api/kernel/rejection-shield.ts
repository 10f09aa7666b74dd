import { defineProperty, freeze, promiseReject, stringIncludes } from './primordials.ts';

/** What every async function, method and generator has in its text; a keyword cannot be written with escapes. */
const ASYNC = 'async';

/**
 * After a call isolated-vm copies the first rejection that nobody handled, outside every limit and running the
 * script's getters as it does. In the strict profile that first one is ours; holding it keeps it there.
 *
 * An error that leaves each call costs time, so it is there only for scripts that can have got hold of a promise: from then
 * on, in the same call already. There is no other way to one than those that raise the shield.
 */
export class RejectionShield {
  #isRaised = false;
  readonly #held: { rejection?: Promise<never> } = {};

  constructor() {
    this.#watchGlobal();
  }

  /** Whether there may be promises of the script's. */
  get isRaised(): boolean {
    return this.#isRaised;
  }

  /** Something that leads to promises is used: there are none of the script's before. */
  raise(): void {
    if (this.#isRaised) return;
    this.#isRaised = true;
    this.beginCall();
  }

  /** To be called before anything of the script's runs in a call into the isolate. */
  beginCall(): void {
    if (this.#isRaised) this.#held.rejection = promiseReject(0);
  }

  /** @param source a script that is about to be evaluated */
  look(source: string): void {
    if (stringIncludes(source, ASYNC)) this.raise();
  }

  /** Puts an accessor in the place of the global, which the language hands out nowhere else. */
  #watchGlobal(): void {
    const NativePromise = Promise;
    const get = freeze(() => {
      this.raise();
      return NativePromise;
    });
    const set = freeze((value: unknown) => {
      this.raise();
      defineProperty(globalThis, 'Promise', { value, writable: true, enumerable: false, configurable: true });
    });
    defineProperty(globalThis, 'Promise', { get, set, enumerable: false, configurable: true });
  }
}
