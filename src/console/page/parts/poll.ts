import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConsoleError } from '../console-api.ts';
import { PAGE_LIMITS } from '../page-limits.ts';

export interface PollState<T> {
  value?: T;
  /** Why there is none, or no newer one. */
  error?: ConsoleError;
}

export interface PollOptions<T> {
  /** @throws {ConsoleError} */
  ask(): Promise<T>;
  /** Whether nothing more can come; default: never. */
  isFinal?(state: PollState<T>): boolean;
}

/** Something that the server is asked for again every `pollMs` until it is final. */
export class Poll<T> {
  readonly #options: PollOptions<T>;
  readonly #state = signal<PollState<T>>({});
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = true;
  #asked = 0;

  constructor(options: PollOptions<T>) {
    this.#options = options;
  }

  get state(): ReadonlySignal<PollState<T>> {
    return this.#state;
  }

  start(): () => void {
    this.#isStopped = false;
    void this.ask();
    return () => {
      this.#isStopped = true;
      clearTimeout(this.#timer);
    };
  }

  /** Now, as after something was changed. */
  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#asked;
    const state = await this.#answer();
    // Who asked later gets the newer answer.
    if (turn !== this.#asked) return;
    this.#state.value = state;
    if (this.#isStopped || this.#options.isFinal?.(state)) return;
    this.#timer = setTimeout(() => void this.ask(), PAGE_LIMITS.pollMs);
  }

  async #answer(): Promise<PollState<T>> {
    const { value } = this.#state.value;
    try {
      return { value: await this.#options.ask() };
    } catch (error) {
      return { ...(value !== undefined && { value }), error: error as ConsoleError };
    }
  }
}
