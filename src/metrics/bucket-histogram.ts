import { Gauge, type MetricType, type Registry } from 'prom-client';
import type { LatencyBuckets } from '../session/latency-buckets.ts';

const MS_PER_SECOND = 1000;

export interface BucketHistogramOptions {
  name: string;
  help: string;
  registers: Registry[];
  /** What has been counted so far. */
  buckets(): LatencyBuckets;
}

interface Value {
  metricName: string;
  labels: Partial<Record<string, string | number>>;
  value: number;
}

/**
 * A histogram, in seconds, of what is counted elsewhere. The library's own histogram can only be observed into, so this
 * one is a metric of the library that says its values itself.
 */
export class BucketHistogram extends Gauge {
  readonly #options: BucketHistogramOptions;

  constructor(options: BucketHistogramOptions) {
    const { name, help, registers } = options;
    super({ name, help, registers });
    this.#options = options;
  }

  override async get(): ReturnType<Gauge['get']> {
    const { name } = this.#options;
    const buckets = this.#options.buckets();
    const list = buckets.list();
    let below = 0;
    const values = list.map(({ atMostMs, count }, index): Value => {
      below += count;
      const le = index === list.length - 1 ? '+Inf' : atMostMs / MS_PER_SECOND;
      return { metricName: `${name}_bucket`, labels: { le }, value: below };
    });
    values.push({ metricName: `${name}_sum`, labels: {}, value: buckets.sumMs / MS_PER_SECOND });
    values.push({ metricName: `${name}_count`, labels: {}, value: below });
    // The library's types have an enumeration of numbers where it has texts.
    const type = 'histogram' as unknown as MetricType;
    return { ...(await super.get()), type, values };
  }
}
