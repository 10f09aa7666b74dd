import { randomUUID } from 'node:crypto';
import type { MatchmakingConfigurationRecord, QueueRecord } from '../../store/records.ts';
import type { NotificationSink } from '../notifications/notification.ts';
import type { Arns } from './identifiers.ts';
import { matchmakingEvent } from './matchmaking/matchmaking-events.ts';
import type { MatchmakingHappening, MatchmakingListener } from './matchmaking/matchmaking-listener.ts';
import type { PlacementEventDetail, PlacementListener } from './placement/placement-events.ts';
import { serviceEvent } from './service-event.ts';

/** Tells backends what they are to be told: whom their queues and matchmaking configurations name. */
export class Notifier implements MatchmakingListener, PlacementListener {
  readonly #arns: Arns;
  readonly #sink: NotificationSink;

  constructor(arns: Arns, sink: NotificationSink) {
    this.#arns = arns;
    this.#sink = sink;
  }

  happened(
    configuration: MatchmakingConfigurationRecord,
    happening: MatchmakingHappening,
    atMs: number,
  ): void {
    const { tenantId, notificationTarget } = configuration;
    if (notificationTarget === undefined) return;
    const event = matchmakingEvent(happening, { arns: this.#arns, configuration, id: randomUUID(), atMs });
    this.#sink.publish(tenantId, notificationTarget, {
      id: event.id,
      timestamp: event.time,
      message: JSON.stringify(event),
      subjects: happening.tickets.map(({ ticketId }) => `${tenantId} ticket ${ticketId}`),
    });
  }

  placementEnded(queue: QueueRecord, detail: PlacementEventDetail): void {
    const { tenantId, id, notificationTarget } = queue;
    if (notificationTarget === undefined) return;
    const head = {
      id: randomUUID(),
      type: 'GameLift Queue Placement Event',
      // Without milliseconds, as the service writes it here
      time: `${detail.endTime.slice(0, 19)}Z`,
      resourceArn: this.#arns.named('gamesessionqueue', id),
    };
    const event = serviceEvent(this.#arns.place, head, detail);
    this.#sink.publish(tenantId, notificationTarget, {
      id: event.id,
      timestamp: detail.endTime,
      message: JSON.stringify(event),
      subjects: [`${tenantId} placement ${detail.placementId}`],
    });
  }
}
