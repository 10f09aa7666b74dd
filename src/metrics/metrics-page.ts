import { Registry } from 'prom-client';

/** A part of what Prometheus reads. */
export interface MetricsPart {
  registry: Registry;
  /** Brings up to date what is not counted as it happens; to be called before the registry is read. */
  refresh(): Promise<void>;
}

/** What Prometheus reads of one server, in its text format. */
export class MetricsPage {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  readonly #parts: readonly MetricsPart[];
  readonly #registry: Registry;

  constructor(parts: readonly MetricsPart[]) {
    this.#parts = parts;
    this.#registry = Registry.merge(parts.map(part => part.registry)) as Registry;
  }

  async text(): Promise<string> {
    await Promise.all(this.#parts.map(part => part.refresh()));
    return this.#registry.metrics();
  }
}
