import type { Logger } from 'pino';

/** Says in the log when a target begins to fail and when it works again, and not what becomes of each event. */
export class DeliveryHealth {
  readonly #log: Logger;
  #isFailing = false;
  /** Events, since the target worked. */
  #lost = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  delivered(): void {
    if (!this.#isFailing) return;
    this.#log.info({ lost: this.#lost }, 'events are delivered again');
    this.#isFailing = false;
    this.#lost = 0;
  }

  failed(why: string): void {
    if (this.#isFailing) return;
    this.#isFailing = true;
    this.#log.warn({ why }, 'events cannot be delivered');
  }

  /** An event was given up. */
  lost(why: string): void {
    this.failed(why);
    this.#lost += 1;
  }

  /** Nothing is delivered any more. @param undelivered events that still waited */
  ended(undelivered: number): void {
    const lost = this.#lost + undelivered;
    if (lost > 0) this.#log.warn({ lost }, 'events were not delivered');
  }
}
