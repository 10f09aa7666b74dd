import type { Notification, NotificationSink } from './notification.ts';
import { NotificationMetrics } from './notification-metrics.ts';
import { type NotificationTarget, targetKey } from './notification-targets.ts';
import { type DeliveryDeps, TargetDelivery } from './target-delivery.ts';

export interface NotificationsOptions extends DeliveryDeps {
  targets: readonly NotificationTarget[];
}

/**
 * Tells backends of events, at the addresses that the operator's file has for their topics and at no other. What
 * waits is in memory alone.
 */
export class Notifications implements NotificationSink {
  readonly metrics = new NotificationMetrics(() => this.#waitingCount());
  readonly #options: NotificationsOptions;
  readonly #deliveries: ReadonlyMap<string, TargetDelivery>;
  /** Topics of which the log has said that they lead nowhere. */
  readonly #saidUnmapped = new Set<string>();

  constructor(options: NotificationsOptions) {
    this.#options = options;
    const deps = { ...options, metrics: this.metrics };
    this.#deliveries = new Map(
      options.targets.map(target => [targetKey(target), new TargetDelivery(target, deps)]),
    );
  }

  publish(tenantId: string, topicArn: string, notification: Notification): void {
    const delivery =
      this.#deliveries.get(targetKey({ topicArn, tenantId })) ??
      this.#deliveries.get(targetKey({ topicArn }));
    if (delivery === undefined) this.#sayUnmapped(tenantId, topicArn);
    else delivery.push(notification);
  }

  /** Takes no more. Resolves when all is delivered or given up, after `notificationDrainMs` at the latest. */
  async close(): Promise<void> {
    await Promise.all([...this.#deliveries.values()].map(delivery => delivery.close()));
  }

  #waitingCount(): number {
    return [...this.#deliveries.values()].reduce((sum, { waitingCount }) => sum + waitingCount, 0);
  }

  #sayUnmapped(tenantId: string, topicArn: string): void {
    const key = targetKey({ topicArn, tenantId });
    const { limits, log } = this.#options;
    if (this.#saidUnmapped.has(key) || this.#saidUnmapped.size >= limits.unmappedTopicsSaid) return;
    this.#saidUnmapped.add(key);
    log.warn(
      { tenantId, topicArn },
      'the events of this topic go nowhere: serve --notifications names no target for it',
    );
  }
}
