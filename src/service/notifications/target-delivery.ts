import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { LimitHits } from '../../limits/limit-hits.ts';
import type { Limits } from '../../limits/limits.ts';
import { DeliveryHealth } from './delivery-health.ts';
import type { Notification } from './notification.ts';
import { notificationRequest } from './notification-forms.ts';
import type { NotificationMetrics } from './notification-metrics.ts';
import type { NotificationTarget } from './notification-targets.ts';
import { postNotification } from './post-notification.ts';
import { SubjectQueue, type Turn } from './subject-queue.ts';

export interface DeliveryDeps {
  limits: Limits;
  hits: LimitHits;
  log: Logger;
}

interface Item {
  readonly notification: Notification;
  readonly subjects: readonly string[];
  readonly bytes: number;
}

/**
 * Delivers the events of one target, each until it was taken or is given up. Events about the same subject are
 * delivered one after the other, as they came. Others overtake, so that one the receiver cannot cope with does not
 * hold up them all, and a receiver that takes its time is given several at once.
 */
export class TargetDelivery {
  readonly #target: NotificationTarget;
  readonly #deps: DeliveryDeps;
  readonly #health: DeliveryHealth;
  readonly #queue = new SubjectQueue<Item>();
  /** Of what waits. */
  #waitingBytes = 0;
  readonly #underWay = new Set<Promise<void>>();
  #isClosed = false;
  readonly #stop = new AbortController();
  /** Events that `stop` came too early for. */
  #interrupted = 0;

  constructor(
    target: NotificationTarget,
    deps: DeliveryDeps & { metrics: Pick<NotificationMetrics, 'count'> },
  ) {
    const { topicArn, tenantId } = target;
    this.#target = target;
    this.#deps = deps;
    this.#health = new DeliveryHealth(deps.log.child({ topicArn, tenantId }), deps.metrics);
  }

  /** Events that are not under way yet. */
  get waitingCount(): number {
    return this.#queue.waitingCount;
  }

  /** Takes an event; one that comes after `close` is lost. */
  push(notification: Notification): void {
    if (this.#isClosed) {
      this.#deps.hits.add('notificationDrainMs');
      this.#health.lost('undelivered', 'the server has stopped');
      return;
    }
    const { message, subjects } = notification;
    const bytes = Buffer.byteLength(message);
    this.#queue.add({ notification, subjects, bytes });
    this.#waitingBytes += bytes;
    this.#startWhatMay();
    this.#dropWhatIsTooMuch();
  }

  /** Takes no more. Resolves when all is delivered or given up, after `notificationDrainMs` at the latest. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const { limits, hits } = this.#deps;
    const overdue = setTimeout(() => this.#stop.abort(), limits.notificationDrainMs);
    // Whatever ends starts the next one before its promise resolves.
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    clearTimeout(overdue);
    const undelivered = this.#interrupted + this.#queue.waitingCount;
    if (undelivered > 0) hits.add('notificationDrainMs', undelivered);
    this.#health.ended(undelivered);
  }

  #startWhatMay(): void {
    while (this.#underWay.size < this.#deps.limits.notificationsAtOncePerTarget) {
      if (this.#stop.signal.aborted) return;
      const turn = this.#queue.take();
      if (turn === undefined) return;
      this.#waitingBytes -= turn.item.bytes;
      const delivery = this.#carryOut(turn).finally(() => {
        this.#underWay.delete(delivery);
        this.#startWhatMay();
      });
      this.#underWay.add(delivery);
    }
  }

  async #carryOut(turn: Turn<Item>): Promise<void> {
    await this.#deliver(turn.item.notification);
    this.#queue.release(turn);
  }

  #dropWhatIsTooMuch(): void {
    const { limits, hits } = this.#deps;
    for (;;) {
      const isTooMany = this.#queue.waitingCount > limits.notificationsPerTarget;
      if (!isTooMany && this.#waitingBytes <= limits.notificationBytesPerTarget) return;
      const dropped = this.#queue.dropOldest();
      if (dropped === undefined) return;
      this.#waitingBytes -= dropped.bytes;
      hits.add(isTooMany ? 'notificationsPerTarget' : 'notificationBytesPerTarget');
      this.#health.lost('dropped', 'too many events wait');
    }
  }

  async #deliver(notification: Notification): Promise<void> {
    const { limits, hits } = this.#deps;
    const { form, topicArn } = this.#target;
    const request = notificationRequest(form, topicArn, notification);
    const stopped = this.#stop.signal;
    for (let tries = 1; ; tries++) {
      const result = await postNotification(this.#target, request, {
        timeoutMs: limits.notificationTimeoutMs,
        stopped,
      });
      if (result.outcome === 'delivered') return this.#health.delivered();
      if (stopped.aborted) break;
      if (result.outcome === 'timedOut') hits.add('notificationTimeoutMs');
      if (result.outcome === 'refused') return this.#health.lost('refused', result.why);
      if (tries >= limits.notificationTries) {
        hits.add('notificationTries');
        return this.#health.lost('failed', result.why);
      }
      this.#health.failed(result.why);
      await delay(this.#pauseMs(tries), undefined, { signal: stopped }).catch(() => {});
      if (stopped.aborted) break;
    }
    this.#interrupted += 1;
  }

  #pauseMs(tries: number): number {
    const { notificationRetryMs, notificationRetryMostMs } = this.#deps.limits;
    return Math.min(notificationRetryMs * 2 ** (tries - 1), notificationRetryMostMs);
  }
}
