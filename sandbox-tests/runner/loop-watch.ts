import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

const TICK_MS = 2;
const US_PER_MS = 1000;

/** How long somebody who comes to an event loop has to wait, in milliseconds. */
export interface LoopLag {
  p99: number;
  max: number;
  /** The same in CPU time of the loop's thread, so without what a busy machine adds. */
  busyP99: number;
  busyMax: number;
}

/**
 * Watches the event loop of this process while an act is played, and over all acts together. What counts is time,
 * not ticks: a turn of 100 ms makes those who come in its course wait 100, 99, 98 … ms.
 */
export class LoopWatch {
  #one = new Lags();
  readonly #overall = new Lags();
  #ticks: NodeJS.Timeout | undefined;
  #wallUs = 0;
  #cpuUs = 0;

  begin(): void {
    this.#one = new Lags();
    this.#wallUs = wallUs();
    this.#cpuUs = cpuUs();
    this.#ticks = setInterval(() => this.#tick(), TICK_MS);
  }

  end(): LoopLag {
    this.#tick();
    clearInterval(this.#ticks);
    this.#overall.add(this.#one);
    return this.#one.figures;
  }

  /** Of all the time between `begin` and `end`. */
  get overall(): LoopLag {
    return this.#overall.figures;
  }

  /** Between two ticks there is at most one long turn, for a tick that is late is the next thing to run. */
  #tick(): void {
    const [wall, cpu] = [wallUs(), cpuUs()];
    this.#one.record(wall - this.#wallUs - TICK_MS * US_PER_MS, cpu - this.#cpuUs);
    this.#wallUs = wall;
    this.#cpuUs = cpu;
  }
}

class Lags {
  readonly wall = createHistogram();
  readonly busy = createHistogram();

  record(wallUs: number, busyUs: number): void {
    recordWaits(this.wall, wallUs);
    recordWaits(this.busy, busyUs);
  }

  add(other: Lags): void {
    this.wall.add(other.wall);
    this.busy.add(other.busy);
  }

  get figures(): LoopLag {
    return {
      p99: this.wall.percentile(99) / US_PER_MS,
      max: maxMs(this.wall),
      busyP99: this.busy.percentile(99) / US_PER_MS,
      busyMax: maxMs(this.busy),
    };
  }
}

/** Records the waits of those who come at each tick of the time that was late. */
function recordWaits(histogram: RecordableHistogram, lateUs: number): void {
  for (let wait = lateUs; ; wait -= TICK_MS * US_PER_MS) {
    histogram.record(Math.max(1, Math.round(wait)));
    if (wait <= TICK_MS * US_PER_MS) return;
  }
}

function maxMs(histogram: RecordableHistogram): number {
  return histogram.count === 0 ? 0 : histogram.max / US_PER_MS;
}

/** The worst of several, figure by figure. */
export function worstLag(lags: readonly LoopLag[]): LoopLag {
  const most = (what: keyof LoopLag): number => Math.max(0, ...lags.map(lag => lag[what]));
  return { p99: most('p99'), max: most('max'), busyP99: most('busyP99'), busyMax: most('busyMax') };
}

function wallUs(): number {
  return performance.now() * US_PER_MS;
}

function cpuUs(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
