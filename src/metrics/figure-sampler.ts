import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { RelayHost } from '../host/relay-host.ts';
import type { WorkerLoad } from '../isolate/worker-load.ts';
import type { Limits } from '../limits/limits.ts';
import type { GameSession } from '../session/game-session.ts';
import { SessionCounters } from '../session/session-counters.ts';
import type { Figures, HostFigures, SessionFigures, WorkerFigures } from './figures.ts';
import { countedPerSecond, latencyFigures, millisecondsPerSecond, round } from './rates.ts';

const NS_PER_MS = 1_000_000;
const MIB = 1024 * 1024;
const KIB_PER_MIB = 1024;

/**
 * Looks at a relay host every `figureIntervalMs`: what its game sessions, its workers and itself did since, and hold. The
 * hot path only counts. Of what was sampled the newest is kept, and what the next rates are measured from.
 */
export class FigureSampler {
  readonly #host: RelayHost;
  readonly #limits: Limits;
  readonly #lag: ReturnType<typeof monitorEventLoopDelay>;
  #timer: NodeJS.Timeout | undefined;
  #isSampling = false;
  #sampledMs = performance.now();
  #cpuUs = cpuUs();
  #counters = new Map<string, SessionCounters>();
  #workers = new Map<number, WorkerLoad>();
  #totals = new SessionCounters();
  #figures: Figures;

  constructor(host: RelayHost, limits: Limits) {
    this.#host = host;
    this.#limits = limits;
    this.#lag = monitorEventLoopDelay({ resolution: limits.lagResolutionMs });
    const [players, latency] = [0, { batches: 0, medianMs: 0, p99Ms: 0 }];
    const nothing = {
      receivedMessages: 0,
      receivedBytes: 0,
      sentMessages: 0,
      sentBytes: 0,
      droppedMessages: 0,
    };
    const now = this.#hostNow({ ...nothing, players, cpuMs: 0, latency });
    this.#figures = { at: 0, intervalMs: 0, host: now, workers: [], sessions: [] };
  }

  /** As they were sampled last. Never changes afterwards; the next sample is another object. */
  get figures(): Figures {
    return this.#figures;
  }

  /** What all game sessions together have done since the host began. */
  get totals(): Readonly<SessionCounters> {
    return this.#totals;
  }

  start(): void {
    this.#lag.enable();
    this.#timer = setInterval(() => void this.sample(), this.#limits.figureIntervalMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#lag.disable();
  }

  /** Looks now. A look that finds another one under way leaves it to that. */
  async sample(): Promise<void> {
    if (this.#isSampling) return;
    this.#isSampling = true;
    try {
      await this.#look();
    } finally {
      this.#isSampling = false;
    }
  }

  async #look(): Promise<void> {
    const intervalMs = Math.max(1, performance.now() - this.#sampledMs);
    this.#sampledMs += intervalMs;
    const workers = this.#sampleWorkers(intervalMs);
    const totals = new SessionCounters();
    const sessions = await this.#sampleSessions(intervalMs, totals);
    const host = this.#sampleHost(intervalMs, totals, sessions);
    this.#figures = { at: Date.now(), intervalMs: round(intervalMs), host, workers, sessions };
  }

  async #sampleSessions(intervalMs: number, totals: SessionCounters): Promise<SessionFigures[]> {
    const { figureSessionsPerTurn } = this.#limits;
    const figures: SessionFigures[] = [];
    const counters = new Map<string, SessionCounters>();
    for (const session of [...this.#host.sessions.values()]) {
      if (session.isEnded) continue;
      const now = session.load.counters.copy();
      const before = this.#counters.get(session.id) ?? new SessionCounters();
      counters.set(session.id, now);
      figures.push(sessionFigures(session, now, before, intervalMs));
      if (figures.length % figureSessionsPerTurn === 0) await otherWork();
    }
    this.#counters = counters;
    // One that ended while others were looked at is among the ended already.
    for (const [id, now] of counters) if (this.#host.sessions.has(id)) totals.addAll(now);
    return figures;
  }

  #sampleWorkers(intervalMs: number): WorkerFigures[] {
    const { workerMemoryMb, sessionsPerWorker } = this.#limits;
    const loads = this.#host.workerLoads;
    const figures = loads.map(load => {
      const before = this.#workers.get(load.pid);
      return {
        ...load,
        residentMb: round(load.residentMb),
        cpuMs: millisecondsPerSecond(load.cpuMs - (before?.cpuMs ?? 0), intervalMs),
        waitedMs: millisecondsPerSecond(load.waitedMs - (before?.waitedMs ?? 0), intervalMs),
        runningMs: round(load.runningMs),
        limits: { residentMb: workerMemoryMb, sessions: sessionsPerWorker },
      };
    });
    this.#workers = new Map(loads.map(load => [load.pid, load]));
    return figures;
  }

  #sampleHost(
    intervalMs: number,
    running: SessionCounters,
    sessions: readonly SessionFigures[],
  ): HostFigures {
    const totals = this.#host.endedCounters.copy();
    totals.addAll(running);
    const now = cpuUs();
    const figures = this.#hostNow({
      ...countedPerSecond(totals, this.#totals, intervalMs),
      players: sessions.reduce((sum, { players }) => sum + players, 0),
      cpuMs: millisecondsPerSecond((now - this.#cpuUs) / 1000, intervalMs),
      latency: latencyFigures(totals.latency, this.#totals.latency),
    });
    this.#lag.reset();
    this.#cpuUs = now;
    this.#totals = totals;
    return figures;
  }

  #hostNow(rates: Pick<HostFigures, 'players' | 'cpuMs' | 'latency' | Rate>): HostFigures {
    const { sessionsPerHost, workersPerHost, lagResolutionMs } = this.#limits;
    const lagMs = (ns: number) => round(Math.max(0, (ns || 0) / NS_PER_MS - lagResolutionMs));
    return {
      ...rates,
      pid: process.pid,
      uptimeSeconds: Math.round(process.uptime()),
      cores: availableParallelism(),
      residentMb: round(process.memoryUsage.rss() / MIB),
      eventLoopLag: {
        medianMs: lagMs(this.#lag.percentile(50)),
        p99Ms: lagMs(this.#lag.percentile(99)),
        maxMs: this.#lag.count === 0 ? 0 : lagMs(this.#lag.max),
      },
      sessions: this.#host.sessions.size,
      workers: this.#host.workerPids.length,
      spareWorkers: this.#host.spareWorkers,
      isHealthy: this.#host.isHealthy,
      limits: { sessions: sessionsPerHost, workers: workersPerHost },
    };
  }
}

type Rate = keyof ReturnType<typeof countedPerSecond>;

function sessionFigures(
  session: GameSession,
  now: SessionCounters,
  before: SessionCounters,
  intervalMs: number,
): SessionFigures {
  const { load, limits, workerPid } = session;
  return {
    id: session.id,
    ...session.origin,
    scriptHash: session.scriptHash,
    state: session.state,
    ...(workerPid === undefined ? {} : { workerPid }),
    players: load.players,
    maxPlayers: session.maxPlayers,
    fastChannelShare: load.players === 0 ? 0 : round(load.playersOnFastChannel / load.players),
    ...countedPerSecond(now, before, intervalMs),
    cpuMs: millisecondsPerSecond((now.cpuUs - before.cpuUs) / 1000, intervalMs),
    cpuAvailableMs: load.cpuAvailableMs,
    heapMb: round(load.heapUsedKb / KIB_PER_MIB),
    queueEvents: load.queueEvents,
    queueBytes: load.queueBytes,
    latency: latencyFigures(now.latency, before.latency),
    limits: {
      cpuMsPerSecond: limits.cpuMsPerSecond,
      cpuBurstMs: limits.cpuBurstMs,
      heapMb: limits.heapMb,
      queueEvents: limits.queueEvents,
      queueBytes: limits.queueBytes,
      batchMs: limits.batchMs,
    },
  };
}

function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
