import { Counter, Gauge, Registry } from 'prom-client';
import type { MetricsPart } from '../../metrics/metrics-page.ts';

/** How an event ended: the receiver took or refused it, or it was given up: after its tries, for want of room, at the end. */
export const NOTIFICATION_ENDS = ['delivered', 'refused', 'failed', 'dropped', 'undelivered'] as const;
export type NotificationEnd = (typeof NOTIFICATION_ENDS)[number];

/** What became of the events for backends. */
export class NotificationMetrics implements MetricsPart {
  readonly registry = new Registry();
  readonly #ends: Counter<'outcome'>;

  /** @param waitingCount events that wait, for all targets together */
  constructor(waitingCount: () => number) {
    const registers = [this.registry];
    this.#ends = new Counter({
      name: 'playpen_notifications_total',
      help: 'Events for backends, by what became of them; docs/matchmaking.md says what the outcomes are.',
      labelNames: ['outcome'],
      registers,
    });
    for (const outcome of NOTIFICATION_ENDS) this.#ends.inc({ outcome }, 0);
    new Gauge({
      name: 'playpen_notifications_waiting',
      help: 'Events for backends that wait for their turn.',
      registers,
      collect() {
        this.set(waitingCount());
      },
    });
  }

  count(outcome: NotificationEnd, count = 1): void {
    this.#ends.inc({ outcome }, count);
  }

  async refresh(): Promise<void> {}
}
