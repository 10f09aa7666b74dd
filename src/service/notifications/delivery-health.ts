import type { Logger } from 'pino';
import type { NotificationEnd, NotificationMetrics } from './notification-metrics.ts';

/**
 * Counts what becomes of the events for one target. The log is told when the target begins to fail and when it works
 * again, and not of each event.
 */
export class DeliveryHealth {
  readonly #log: Logger;
  readonly #metrics: Pick<NotificationMetrics, 'count'>;
  #isFailing = false;
  /** Events, since the target worked. */
  #lost = 0;

  constructor(log: Logger, metrics: Pick<NotificationMetrics, 'count'>) {
    this.#log = log;
    this.#metrics = metrics;
  }

  delivered(): void {
    this.#metrics.count('delivered');
    if (!this.#isFailing) return;
    this.#log.info({ lost: this.#lost }, 'events are delivered again');
    this.#isFailing = false;
    this.#lost = 0;
  }

  /** A try failed, and there will be another one. */
  failed(why: string): void {
    if (this.#isFailing) return;
    this.#isFailing = true;
    this.#log.warn({ why }, 'events cannot be delivered');
  }

  /** An event was given up. */
  lost(end: Exclude<NotificationEnd, 'delivered'>, why: string): void {
    this.failed(why);
    this.#metrics.count(end);
    this.#lost += 1;
  }

  /** Nothing is delivered any more. @param undelivered events that still waited */
  ended(undelivered: number): void {
    this.#metrics.count('undelivered', undelivered);
    const lost = this.#lost + undelivered;
    if (lost > 0) this.#log.warn({ lost }, 'events were not delivered');
  }
}
