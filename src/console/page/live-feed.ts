import { type ReadonlySignal, signal } from '@preact/signals';
import type { LatencyFigures } from '../../metrics/figures.ts';
import type { ConsoleSessionRow, ConsoleSnapshot } from '../protocol.ts';
import { PAGE_LIMITS } from './page-limits.ts';
import { History } from './parts/history.ts';
import { followStream, type StreamState } from './stream.ts';

export const HOST_COLUMNS = [
  ...['hostCpu', 'workerCpu', 'hostMb', 'workerMb', 'received', 'sent', 'median', 'p99', 'lag'],
] as const;
export const SESSION_COLUMNS = ['cpu', 'heap', 'received', 'sent', 'median', 'p99'] as const;

export type HostHistory = History<(typeof HOST_COLUMNS)[number]>;
export type SessionHistory = History<(typeof SESSION_COLUMNS)[number]>;

const HISTORY_LIMITS = { samples: PAGE_LIMITS.historySamples, gapMs: PAGE_LIMITS.historyGapMs };

/** What the server tells once a second, and what it told in the last minutes. */
export class LiveFeed {
  readonly host: HostHistory = new History(HOST_COLUMNS, HISTORY_LIMITS);
  readonly #snapshot = signal<ConsoleSnapshot | undefined>(undefined);
  readonly #state = signal<StreamState>('connecting');
  readonly #sessions = new Map<string, SessionHistory>();

  /** The newest; undefined before the first. */
  get snapshot(): ReadonlySignal<ConsoleSnapshot | undefined> {
    return this.#snapshot;
  }

  get state(): ReadonlySignal<StreamState> {
    return this.#state;
  }

  /** Of a session that runs, or was there a moment ago. */
  historyOf(sessionId: string): SessionHistory | undefined {
    return this.#sessions.get(sessionId);
  }

  /** @returns ends it */
  follow(onTrouble: () => void): () => void {
    return followStream<{ snapshot: ConsoleSnapshot }>(
      'live',
      { snapshot: snapshot => this.#take(snapshot) },
      state => {
        this.#state.value = state;
        if (state !== 'open') onTrouble();
      },
    );
  }

  #take(snapshot: ConsoleSnapshot): void {
    this.#rememberHost(snapshot);
    this.#forgetEnded(snapshot);
    for (const session of snapshot.sessions) this.#rememberSession(snapshot.at, session);
    this.#snapshot.value = snapshot;
  }

  #rememberHost({ at, host, workers = [] }: ConsoleSnapshot): void {
    if (host === undefined) return;
    const sum = (of: (worker: (typeof workers)[number]) => number): number =>
      workers.reduce((total, worker) => total + of(worker), 0);
    this.host.add(at, {
      hostCpu: host.cpuMs / 10,
      workerCpu: sum(worker => worker.cpuMs) / 10,
      hostMb: host.residentMb,
      workerMb: sum(worker => worker.residentMb),
      received: host.receivedMessages,
      sent: host.sentMessages,
      ...latencyColumns(host.latency),
      lag: host.eventLoopLag.p99Ms,
    });
  }

  /** Those just ended keep their history, so that whoever looks at one sees how it came to its end. */
  #forgetEnded({ sessions, ended }: ConsoleSnapshot): void {
    if (this.#sessions.size < PAGE_LIMITS.historySessions) return;
    const there = new Set([...sessions, ...ended].map(({ id }) => id));
    for (const id of this.#sessions.keys()) if (!there.has(id)) this.#sessions.delete(id);
    const running = new Set(sessions.map(({ id }) => id));
    for (const id of this.#sessions.keys()) {
      if (this.#sessions.size < PAGE_LIMITS.historySessions) return;
      if (!running.has(id)) this.#sessions.delete(id);
    }
  }

  #rememberSession(at: number, session: ConsoleSessionRow): void {
    let history = this.#sessions.get(session.id);
    if (history === undefined) {
      if (this.#sessions.size >= PAGE_LIMITS.historySessions) return;
      history = new History(SESSION_COLUMNS, HISTORY_LIMITS);
      this.#sessions.set(session.id, history);
    }
    history.add(at, {
      cpu: session.cpuMs,
      heap: session.heapMb,
      received: session.receivedMessages,
      sent: session.sentMessages,
      ...latencyColumns(session.latency),
    });
  }
}

/** Where no batch ended, there is no latency. */
function latencyColumns({
  batches,
  medianMs,
  p99Ms,
}: LatencyFigures): Record<'median' | 'p99', number | null> {
  return batches === 0 ? { median: null, p99: null } : { median: medianMs, p99: p99Ms };
}
