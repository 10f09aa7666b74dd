import { LatencyBuckets } from '../session/latency-buckets.ts';
import { BOT_LIMITS } from './bot-limits.ts';

const OTHER_ERRORS = 'other errors';

/** Durations, in milliseconds; quantiles are rounded up to a power of two microseconds. */
export interface MeasureSummary {
  name: string;
  count: number;
  medianMs: number;
  p99Ms: number;
  maxMs: number;
}

/** What a run of bots has come to so far. */
export class Tally {
  connected = 0;
  /** Connections that were made, whether they still are or not. */
  connections = 0;
  receivedMessages = 0;
  readonly #measures = new Map<string, { buckets: LatencyBuckets; maxMs: number }>();
  readonly #errors = new Map<string, number>();

  /** @throws {RangeError} when there are too many names */
  measure(name: string, durationMs: number): void {
    const measure = this.#measures.get(name) ?? { buckets: new LatencyBuckets(), maxMs: 0 };
    if (!this.#measures.has(name)) {
      if (this.#measures.size >= BOT_LIMITS.measures) {
        throw new RangeError(`no more than ${BOT_LIMITS.measures} names of measurements can be told apart`);
      }
      this.#measures.set(name, measure);
    }
    measure.buckets.add(durationMs * 1000);
    measure.maxMs = Math.max(measure.maxMs, durationMs);
  }

  error(what: string): void {
    const isKnown = this.#errors.has(what) || this.#errors.size < BOT_LIMITS.errors;
    const name = isKnown ? what : OTHER_ERRORS;
    this.#errors.set(name, (this.#errors.get(name) ?? 0) + 1);
  }

  /** In the order in which they were measured first. */
  get measures(): MeasureSummary[] {
    return [...this.#measures].map(([name, { buckets, maxMs }]) => ({
      name,
      count: buckets.count,
      medianMs: Math.min(buckets.quantileMs(0.5), maxMs),
      p99Ms: Math.min(buckets.quantileMs(0.99), maxMs),
      maxMs,
    }));
  }

  /** The most frequent first. */
  get errors(): { what: string; count: number }[] {
    return [...this.#errors].map(([what, count]) => ({ what, count })).sort((a, b) => b.count - a.count);
  }

  get errorCount(): number {
    return this.errors.reduce((sum, { count }) => sum + count, 0);
  }
}
