import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConsoleSnapshot } from '../protocol.ts';
import { PAGE_LIMITS } from './page-limits.ts';
import { History } from './parts/history.ts';
import { latencyColumns, SessionHistories } from './session-histories.ts';
import { followStream, type StreamState } from './stream.ts';

export const HOST_COLUMNS = [
  ...(['hostCpu', 'workerCpu', 'hostMb', 'workerMb', 'received', 'sent', 'median', 'p99', 'lag'] as const),
] as const;

export type HostHistory = History<(typeof HOST_COLUMNS)[number]>;

const HISTORY_LIMITS = { samples: PAGE_LIMITS.historySamples, gapMs: PAGE_LIMITS.historyGapMs };

/** Of the CPU time of one core in a second. */
const MS_PER_PERCENT = 10;

/** What the server tells once a second, and what it told in the last minutes. */
export class LiveFeed {
  readonly host: HostHistory = new History(HOST_COLUMNS, HISTORY_LIMITS);
  readonly sessions = new SessionHistories({ ...HISTORY_LIMITS, sessions: PAGE_LIMITS.historySessions });
  readonly #snapshot = signal<ConsoleSnapshot | undefined>(undefined);
  readonly #state = signal<StreamState>('connecting');

  /** The newest; undefined before the first. */
  get snapshot(): ReadonlySignal<ConsoleSnapshot | undefined> {
    return this.#snapshot;
  }

  get state(): ReadonlySignal<StreamState> {
    return this.#state;
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
    this.sessions.take(snapshot);
    this.#snapshot.value = snapshot;
  }

  #rememberHost({ at, host, workers = [] }: ConsoleSnapshot): void {
    if (host === undefined) return;
    const sum = (of: (worker: (typeof workers)[number]) => number): number =>
      workers.reduce((total, worker) => total + of(worker), 0);
    this.host.add(at, {
      hostCpu: host.cpuMs / MS_PER_PERCENT,
      workerCpu: sum(worker => worker.cpuMs) / MS_PER_PERCENT,
      hostMb: host.residentMb,
      workerMb: sum(worker => worker.residentMb),
      received: host.receivedMessages,
      sent: host.sentMessages,
      ...latencyColumns(host.latency),
      lag: host.eventLoopLag.p99Ms,
    });
  }
}
