import type { Logger } from 'pino';
import type { Limits } from '../../limits/limits.ts';
import type { Store } from '../../store/store.ts';

const EXPIRY_INTERVAL_MS = 500;
const FORGET_INTERVAL_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface HousekeepingOptions {
  store: Store;
  limits: Pick<Limits, 'historyKeptDays'>;
  log: Logger;
  now(): number;
}

/** Ends reservations that nobody came for, and forgets what has been over for long. */
export class Housekeeping {
  readonly #options: HousekeepingOptions;
  readonly #timers: NodeJS.Timeout[] = [];
  /** What is under way; one after the other. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: HousekeepingOptions) {
    this.#options = options;
  }

  start(): void {
    const { store, limits, now } = this.#options;
    this.#every(EXPIRY_INTERVAL_MS, () => store.expirePlayerSessions(now()));
    this.#every(FORGET_INTERVAL_MS, () => store.forget(now() - limits.historyKeptDays * DAY_MS));
  }

  /** Resolves when nothing is under way. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#work;
  }

  #every(intervalMs: number, task: () => Promise<unknown>): void {
    const run = (): void => {
      this.#work = this.#work
        .then(task)
        .catch(error => this.#options.log.error({ err: error }, 'housekeeping failed'));
    };
    this.#timers.push(setInterval(run, intervalMs).unref());
    run();
  }
}
