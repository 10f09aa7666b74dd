import type { ClientLimits } from './client-limits.ts';
import { startTimer } from './timer.ts';

export interface RoundTripActions {
  /** Asks the server something that it answers at once. */
  ask(): void;
  /** The server used to answer, and nothing has come from it for `silentMs`. */
  onSilent(): void;
}

/**
 * Measures how long an answer of the server takes, by the reliable channel, and notices when none comes any more: a page
 * in a browser does not see the server's pings, and a network that went away tells nobody.
 */
export class RoundTripProbe {
  readonly #limits: ClientLimits;
  readonly #actions: RoundTripActions;
  #askedMs: number | undefined;
  #heardMs = 0;
  #roundTripTimeMs: number | undefined;
  #stopTimer: () => void = () => {};

  constructor(limits: ClientLimits, actions: RoundTripActions) {
    this.#limits = limits;
    this.#actions = actions;
  }

  /** Of the last answer; undefined before the first. */
  get roundTripTimeMs(): number | undefined {
    return this.#roundTripTimeMs;
  }

  start(): void {
    const now = performance.now();
    if (this.#askedMs === undefined) {
      this.#askedMs = now;
      this.#actions.ask();
    } else if (this.#isSilent(now)) {
      this.#actions.onSilent();
      return;
    }
    this.#stopTimer = startTimer(() => this.start(), this.#limits.roundTripEveryMs);
  }

  stop(): void {
    this.#stopTimer();
  }

  /** Anything has come from the server. */
  heard(): void {
    this.#heardMs = performance.now();
  }

  /** The answer has come. */
  answered(): void {
    if (this.#askedMs === undefined) return;
    this.#roundTripTimeMs = performance.now() - this.#askedMs;
    this.#askedMs = undefined;
  }

  #isSilent(now: number): boolean {
    // A server that never answered may have no answer to this.
    return (
      this.#roundTripTimeMs !== undefined &&
      now - Math.max(this.#askedMs!, this.#heardMs) >= this.#limits.silentMs
    );
  }
}
