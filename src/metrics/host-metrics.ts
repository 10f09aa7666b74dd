import { Counter, Gauge, Registry } from 'prom-client';
import { BucketHistogram } from './bucket-histogram.ts';
import type { FigureSampler } from './figure-sampler.ts';
import type { HostFigures, WorkerFigures } from './figures.ts';
import type { MetricsPart } from './metrics-page.ts';

const MIB = 1024 * 1024;
const MS_PER_SECOND = 1000;

/** Gauges of the host. Quantiles of the event loop's lag have a label, and are apart. */
const HOST_GAUGES: Record<string, [help: string, value: (host: HostFigures) => number]> = {
  playpen_healthy: ['1 while players can connect, otherwise 0.', host => Number(host.isHealthy)],
  playpen_uptime_seconds: ['Since the server process began.', host => host.uptimeSeconds],
  playpen_cpu_cores: ['Processor cores there are.', host => host.cores],
  playpen_resident_memory_bytes: ['Of the process that owns the sockets.', host => host.residentMb * MIB],
  playpen_cpu_ratio: [
    'CPU time of the process that owns the sockets, as a share of one core, over the last second.',
    host => host.cpuMs / MS_PER_SECOND,
  ],
  playpen_game_sessions: ['Game sessions that run.', host => host.sessions],
  playpen_players: ['Players that are connected.', host => host.players],
  playpen_workers: ['Script workers that take game sessions.', host => host.workers],
  playpen_spare_workers: ['Script workers that stand ready for others.', host => host.spareWorkers],
};

/** Gauges of each script worker; their number is bounded by `workersPerHost`. */
const WORKER_GAUGES: Record<string, [help: string, value: (worker: WorkerFigures) => number]> = {
  playpen_worker_game_sessions: ['Game sessions in this worker.', worker => worker.sessions],
  playpen_worker_isolates: ['Isolates in this worker, in use or warm.', worker => worker.isolates],
  playpen_worker_resident_memory_bytes: ['Of this worker.', worker => worker.residentMb * MIB],
  playpen_worker_cpu_ratio: [
    'CPU time of this worker, as a share of one core, over the last second.',
    worker => worker.cpuMs / MS_PER_SECOND,
  ],
  playpen_worker_starved_ratio: [
    'For what share of the last second it could have run and had no processor.',
    worker => worker.waitedMs / MS_PER_SECOND,
  ],
  playpen_worker_busy_seconds: [
    'For how long what it does now has been running.',
    worker => worker.runningMs / MS_PER_SECOND,
  ],
};

/** What has been counted since the server began. */
const COUNTERS = {
  playpen_received_messages_total: ['Messages from players.', 'receivedMessages'],
  playpen_received_bytes_total: ['Payload bytes from players.', 'receivedBytes'],
  playpen_sent_messages_total: ['Messages to players, each recipient counted.', 'sentMessages'],
  playpen_sent_bytes_total: ['Payload bytes to players, each recipient counted.', 'sentBytes'],
  playpen_dropped_messages_total: [
    'Messages from players that a script was not given, because it could not keep up.',
    'droppedMessages',
  ],
} as const;

/** One relay host and its script workers, as they were sampled last. */
export function hostMetrics(sampler: FigureSampler): MetricsPart {
  const registry = new Registry();
  const registers = [registry];
  for (const [name, [help, value]] of Object.entries(HOST_GAUGES)) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value(sampler.figures.host));
      },
    });
  }
  for (const [name, [help, value]] of Object.entries(WORKER_GAUGES)) {
    new Gauge({
      name,
      help,
      registers,
      labelNames: ['worker'],
      collect() {
        this.reset();
        for (const worker of sampler.figures.workers) this.set({ worker: worker.pid }, value(worker));
      },
    });
  }
  for (const [name, [help, counted]] of Object.entries(COUNTERS)) {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(sampler.totals[counted]);
      },
    });
  }
  new Counter({
    name: 'playpen_script_cpu_seconds_total',
    help: 'CPU time of scripts.',
    registers,
    collect() {
      this.reset();
      this.inc(sampler.totals.cpuUs / 1_000_000);
    },
  });
  addEventLoopLag(registry, sampler);
  new BucketHistogram({
    name: 'playpen_callback_latency_seconds',
    help: 'From the arrival of an event to the end of its callbacks, of each batch the event that waited longest.',
    registers,
    buckets: () => sampler.totals.latency,
  });
  return { registry, refresh: async () => {} };
}

function addEventLoopLag(registry: Registry, sampler: FigureSampler): void {
  new Gauge({
    name: 'playpen_event_loop_lag_seconds',
    help: 'How late the event loop of the process that owns the sockets was in the last second.',
    registers: [registry],
    labelNames: ['quantile'],
    collect() {
      const { medianMs, p99Ms, maxMs } = sampler.figures.host.eventLoopLag;
      this.set({ quantile: '0.5' }, medianMs / MS_PER_SECOND);
      this.set({ quantile: '0.99' }, p99Ms / MS_PER_SECOND);
      this.set({ quantile: '1' }, maxMs / MS_PER_SECOND);
    },
  });
}
