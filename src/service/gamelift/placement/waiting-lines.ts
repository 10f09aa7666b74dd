import type { PlacementRecord, QueueRecord } from '../../../store/records.ts';

/** A placement that has not ended. */
export interface Waiting {
  readonly placement: PlacementRecord;
  readonly line: WaitingLine;
  /** The game session that was begun for it and is not ACTIVE yet. */
  gameSessionId?: string | undefined;
  /** Places, by their keys, whose game session failed in this pass. */
  readonly failedPlaces: Set<string>;
  pass: 'first' | 'later';
  /** Game sessions that ended before they were ACTIVE. */
  failures: number;
  isEnded: boolean;
}

/** The placements of one queue, in the order in which they came. */
export interface WaitingLine {
  /** As it was read last. */
  queue: QueueRecord;
  readonly byId: Map<string, Waiting>;
}

/** The placements that wait, by their queues. */
export class WaitingLines {
  readonly #lines = new Map<string, WaitingLine>();

  add(queue: QueueRecord, placement: PlacementRecord): Waiting {
    const key = lineKey(queue.tenantId, queue.id);
    const line = this.#lines.get(key) ?? { queue, byId: new Map<string, Waiting>() };
    this.#lines.set(key, line);
    const waiting: Waiting = {
      placement,
      line,
      failedPlaces: new Set(),
      pass: 'first',
      failures: 0,
      isEnded: false,
    };
    line.byId.set(placement.id, waiting);
    return waiting;
  }

  remove({ line, placement }: Waiting): void {
    line.byId.delete(placement.id);
    const key = lineKey(placement.tenantId, placement.queueName);
    if (line.byId.size === 0 && this.#lines.get(key) === line) this.#lines.delete(key);
  }

  get(tenantId: string, queueName: string): WaitingLine | undefined {
    return this.#lines.get(lineKey(tenantId, queueName));
  }

  all(): WaitingLine[] {
    return [...this.#lines.values()];
  }
}

/** Names of queues have no blanks. */
function lineKey(tenantId: string, queueName: string): string {
  return `${queueName} ${tenantId}`;
}
