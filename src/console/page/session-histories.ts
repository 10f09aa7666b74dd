import type { LatencyFigures } from '../../metrics/figures.ts';
import type { ConsoleSessionRow, ConsoleSnapshot } from '../protocol.ts';
import { History, type HistoryLimits } from './parts/history.ts';

const COLUMNS = ['cpu', 'heap', 'received', 'sent', 'median', 'p99'] as const;
export type SessionHistory = History<(typeof COLUMNS)[number]>;

export interface SessionHistoriesLimits extends HistoryLimits {
  /** Game sessions whose figures are kept; those that are looked at come before others. */
  sessions: number;
}

/** What game sessions did in the last minutes. */
export class SessionHistories {
  readonly #limits: SessionHistoriesLimits;
  readonly #histories = new Map<string, SessionHistory>();
  readonly #watched = new Set<string>();

  constructor(limits: SessionHistoriesLimits) {
    this.#limits = limits;
  }

  get(sessionId: string): SessionHistory | undefined {
    return this.#histories.get(sessionId);
  }

  /** Keeps the figures of a session that is looked at, whatever is not kept for it. @returns ends it */
  watch(sessionId: string): () => void {
    this.#watched.add(sessionId);
    return () => void this.#watched.delete(sessionId);
  }

  take({ at, sessions, ended }: Pick<ConsoleSnapshot, 'at' | 'sessions' | 'ended'>): void {
    const running = new Set(sessions.map(({ id }) => id));
    // Those just ended are kept while there is room: whoever looks at one sees how it came to its end.
    const known = new Set([...running, ...ended.map(({ id }) => id)]);
    for (const id of this.#histories.keys()) if (!known.has(id)) this.#histories.delete(id);
    for (const session of sessions) this.#historyFor(session.id, running)?.add(at, columnsOf(session));
  }

  #historyFor(id: string, running: ReadonlySet<string>): SessionHistory | undefined {
    const known = this.#histories.get(id);
    if (known !== undefined || !this.#makeRoom(id, running)) return known;
    const history: SessionHistory = new History(COLUMNS, this.#limits);
    this.#histories.set(id, history);
    return history;
  }

  /** @returns whether there is room for another one */
  #makeRoom(id: string, running: ReadonlySet<string>): boolean {
    if (this.#histories.size < this.#limits.sessions) return true;
    const kept = [...this.#histories.keys()].filter(other => !this.#watched.has(other));
    const place = kept.find(other => !running.has(other)) ?? (this.#watched.has(id) ? kept[0] : undefined);
    return place !== undefined && this.#histories.delete(place);
  }
}

function columnsOf(session: ConsoleSessionRow): Record<(typeof COLUMNS)[number], number | null> {
  return {
    cpu: session.cpuMs,
    heap: session.heapMb,
    received: session.receivedMessages,
    sent: session.sentMessages,
    ...latencyColumns(session.latency),
  };
}

/** Where no batch ended, there is no latency. */
export function latencyColumns({
  batches,
  medianMs,
  p99Ms,
}: LatencyFigures): Record<'median' | 'p99', number | null> {
  return batches === 0 ? { median: null, p99: null } : { median: medianMs, p99: p99Ms };
}
